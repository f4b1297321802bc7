using System;
using System.IO;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Foundation.Tests.Memory;

/// <summary>The heap in memory: small blocks, and those that lie on huge pages.</summary>
public sealed class NativeHeapTests
{
    private const int HugeBytes = 2 * 1024 * 1024;

    // On both sides of what lies on huge pages.
    private static readonly int[] Lengths = [1, 64, 4096, HugeBytes - 1, HugeBytes, HugeBytes + 1, 5_000_000];

    [Test]
    public void Blocks_TakenAndGivenBack_AreZeroedAlignedAndKeepWhatIsWritten([Values(1, 2, 3)] int seed)
    {
        var heap = new NativeHeap();
        foreach ((nint address, byte[] expected) in HeapChurn.Run(heap, Lengths, seed))
        {
            heap.Free(address, expected.Length);
        }

        Assert.That(heap.LiveBytes, Is.Zero);
    }

    [Test]
    public void LargeBlocks_LieAtMultiplesOfTheirPage_AndLeaveNothingBehind()
    {
        var heap = new NativeHeap();
        long before = MappedBytes();
        for (int i = 0; i < 200; i++)
        {
            nint block = heap.Allocate((64 * HugeBytes) + 1);
            Assert.That((long)block % HugeBytes, Is.Zero);
            heap.Free(block, (64 * HugeBytes) + 1);
        }

        // 25 GiB were mapped; other tests of this process may take some meanwhile.
        Assert.That(MappedBytes() - before, Is.LessThan(2L * 1024 * 1024 * 1024));
    }

    private static long MappedBytes() =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)
        * Environment.SystemPageSize;
}
