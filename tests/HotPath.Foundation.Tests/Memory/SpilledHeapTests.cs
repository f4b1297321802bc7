using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Foundation.Tests.Memory;

/// <summary>A heap whose blocks lie in a file: against a plain array for each block.</summary>
public sealed class SpilledHeapTests
{
    private const int Steps = 400;

    // On both sides of what is carved and what is not, and odd ones.
    private static readonly int[] Lengths = [1, 64, 100, 4096, 256 * 1024, 1024 * 1024, (1024 * 1024) + 1, 5_000_000];

    [Test]
    public void Blocks_TakenAndGivenBack_AreZeroedAlignedAndKeepWhatIsWritten([Values(1, 2, 3)] int seed)
    {
        using var file = new SpillFile(Path.GetTempPath());
        var heap = new NativeHeap(file);
        var random = new SplitMix64((ulong)seed);
        var blocks = new List<(nint Address, byte[] Expected)>();
        for (int step = 0; step < Steps; step++)
        {
            if (blocks.Count > 0 && random.Below(2) == 0)
            {
                int index = random.Below(blocks.Count);
                (nint address, byte[] expected) = blocks[index];
                Assert.That(Raw.Span(address, expected.Length).SequenceEqual(expected), Is.True, $"seed {seed} step {step}");
                heap.Free(address, expected.Length);
                blocks.RemoveAt(index);
                continue;
            }

            int lengthBytes = Lengths[random.Below(blocks.Count < 20 ? Lengths.Length : 4)];
            nint block = heap.Allocate(lengthBytes);
            Assert.That((long)block % NativeHeap.AlignmentBytes, Is.Zero);
            Assert.That(Raw.Span(block, lengthBytes).IndexOfAnyExcept((byte)0), Is.EqualTo(-1), $"seed {seed} step {step}");
            byte[] content = [.. Enumerable.Repeat((byte)(step | 1), lengthBytes)];
            content.CopyTo(Raw.WritableSpan(block, lengthBytes));
            blocks.Add((block, content));
        }

        Assert.That(file.LiveBytes, Is.GreaterThan(0));
        Assert.That(heap.LiveBytes, Is.EqualTo(blocks.Sum(static block => (long)block.Expected.Length)));
        heap.ReleaseFile();
        Assert.That(file.LiveBytes, Is.Zero);
    }

    [Test]
    public void Blocks_WithoutRoomOnTheDisk_LieInMemory()
    {
        using var file = new SpillFile("/no/such/folder");
        var heap = new NativeHeap(file);
        nint block = heap.Allocate(100);
        Raw.Write(block, 7L);
        Assert.That(Raw.Read<long>(block), Is.EqualTo(7));
        heap.Free(block, 100);
        Assert.That(heap.LiveBytes, Is.Zero);
        Assert.That(file.TakenBytes, Is.Zero);
    }
}
