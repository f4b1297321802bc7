using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Foundation.Tests.Memory;

/// <summary>Changed pages of a spill file leave for the disk by themselves, and keep what they hold.</summary>
public sealed class SpillWriterTests
{
    private const int BlockBytes = 10_000_000;
    private const int WaitMsMax = 25_000;

    [Test]
    public void Pages_ThatWereChanged_AreWrittenWithoutBeingAsked()
    {
        // Not the temporary folder: it may lie in memory, which is never written.
        using var file = new SpillFile(AppContext.BaseDirectory);
        nint block = file.Take(BlockBytes, out long offset, isReadAtRandom: true);
        Raw.WritableSpan(block, BlockBytes).Fill(7);
        Assert.That(ChangedBytes(), Is.GreaterThan(BlockBytes / 2), "the kernel began by itself: this shows nothing");
        using (new SpillWriter(file))
        {
            Assert.That(SpinWait.SpinUntil(static () => Wait() && ChangedBytes() == 0, WaitMsMax), Is.True);
        }

        Assert.That(Raw.Span(block, BlockBytes).IndexOfAnyExcept((byte)7), Is.EqualTo(-1));
        file.Return(block, offset, BlockBytes);
    }

    [Test]
    public void Writer_OfAFileThatWasNeverMade_Ends()
    {
        using var file = new SpillFile("/no/such/folder");
        using var writer = new SpillWriter(file);
        Assert.That(file.TakenBytes, Is.Zero);
    }

    private static bool Wait()
    {
        Thread.Sleep(20);
        return true;
    }

    // Source: proc_pid_smaps(5).
    private static long ChangedBytes() => File.ReadLines("/proc/self/smaps")
        .SkipWhile(static line => !line.Contains("hotpath-spill-", StringComparison.Ordinal))
        .TakeWhile(static line => !line.StartsWith("VmFlags", StringComparison.Ordinal))
        .Where(static line => line.Contains("_Dirty:", StringComparison.Ordinal))
        .Sum(static line => 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));
}
