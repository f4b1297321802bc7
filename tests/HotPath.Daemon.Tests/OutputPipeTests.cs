using System.IO;
using System.Text;
using HotPath.Daemon.Errors;
using HotPath.Daemon.Terminals;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

public sealed class OutputPipeTests
{
    [Test]
    public void Write_ReaderGone_StopsOnceAndDropsTheRest()
    {
        int stops = 0;
        using var pipe = new OutputPipe(new Failing(32), static () => { }, () => stops++);
        pipe.Write("a"u8);
        pipe.Write("b"u8);
        pipe.Flush();
        Assert.That((pipe.IsReaderGone, stops, pipe.WrittenBytes), Is.EqualTo((true, 1, 0)));
    }

    [Test]
    public void Write_DiskFull_StaysAnError()
    {
        using var pipe = new OutputPipe(new Failing(28), static () => { }, static () => { });
        Assert.Throws<StandardOutputException>(() => pipe.Write("a"u8.ToArray(), 0, 1));
        Assert.That(pipe.IsReaderGone, Is.False);
    }

    /// <summary>A print sink with 'standard-error' is not standard output.</summary>
    [Test]
    public void StreamThatFails_IsNamed()
    {
        using var pipe = new OutputPipe(new Failing(28), static () => { }, static () => { }) { Name = "standard error" };
        StandardOutputException failure = Assert.Throws<StandardOutputException>(() => pipe.Write("a"u8.ToArray(), 0, 1))!;
        var messages = new StringWriter();
        Assert.That(ErrorReporter.Report(failure, messages, Path.GetTempPath()), Is.EqualTo(ExitCode.Output));
        Assert.That(messages.ToString(), Does.StartWith("hotpath: HP2002: standard error cannot be written: failed; make room"));
    }

    [Test]
    public void Write_WithProgressShown_ClearsItFirst()
    {
        var target = new MemoryStream();
        using var pipe = new OutputPipe(target, () => target.WriteByte((byte)'|'), static () => { });
        pipe.Write("ab"u8);
        Assert.That(Encoding.UTF8.GetString(target.ToArray()), Is.EqualTo("|ab"));
    }

    private sealed class Failing(int errno) : MemoryStream
    {
        public override void Write(System.ReadOnlySpan<byte> buffer) => throw new IOException("failed", errno);
    }
}
