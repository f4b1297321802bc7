using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Foundation.Tests.Memory;

/// <summary>Takes blocks and gives them back at random, against a plain array for each.</summary>
internal static class HeapChurn
{
    private const int Steps = 400;

    /// <summary>Runs, and checks that blocks are zeroed, aligned, and keep what is written.</summary>
    /// <param name="heap">The heap.</param>
    /// <param name="lengths">Lengths of blocks; the first four are those of most. Unit: bytes.</param>
    /// <param name="seed">Seed.</param>
    /// <returns>The blocks that are left.</returns>
    public static List<(nint Address, byte[] Expected)> Run(NativeHeap heap, int[] lengths, int seed)
    {
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

            int lengthBytes = lengths[random.Below(blocks.Count < 20 ? lengths.Length : 4)];
            nint block = heap.Allocate(lengthBytes);
            Assert.That((long)block % NativeHeap.AlignmentBytes, Is.Zero);
            Assert.That(Raw.Span(block, lengthBytes).IndexOfAnyExcept((byte)0), Is.EqualTo(-1), $"seed {seed} step {step}");
            byte[] content = [.. Enumerable.Repeat((byte)(step | 1), lengthBytes)];
            content.CopyTo(Raw.WritableSpan(block, lengthBytes));
            blocks.Add((block, content));
        }

        Assert.That(heap.LiveBytes, Is.EqualTo(blocks.Sum(static block => (long)block.Expected.Length)));
        return blocks;
    }
}
