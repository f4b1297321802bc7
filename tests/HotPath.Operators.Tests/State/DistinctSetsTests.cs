using System.Collections.Generic;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.State;
using NUnit.Framework;

namespace HotPath.Operators.Tests.State;

public sealed class DistinctSetsTests
{
    [Test]
    public void RandomSets_AgreeWithHashSets([Range(1, 8)] int seed)
    {
        var random = new SplitMix64((ulong)seed);
        var heap = new NativeHeap();
        using var arena = new SizeClassArena(heap);
        using var sets = new DistinctSets(heap, arena);
        const int SetsMax = 5;
        nint slots = heap.Allocate(SetsMax * 16);
        var oracle = new HashSet<long>[SetsMax];
        for (int i = 0; i < SetsMax; i++)
        {
            oracle[i] = [];
        }

        nint value = slots + (SetsMax * 16) - 8;
        for (int step = 0; step < 10_000; step++)
        {
            int set = (int)(random.Next() % (SetsMax - 1));
            nint slot = slots + (16 * set);
            if (random.Next() % 500 == 0)
            {
                sets.Free(slot);
                Raw.Write(slot + 8, 0UL);
                oracle[set].Clear();
                continue;
            }

            long number = (long)(random.Next() % 300);
            Raw.Write(value, number);
            Assert.That(sets.Add(0, slot, slot + 8, value, sizeof(long)), Is.EqualTo(oracle[set].Add(number)), $"seed {seed} step {step}");
        }

        int all = 0;
        foreach (HashSet<long> set in oracle)
        {
            all += set.Count;
        }

        Assert.That(sets.Count, Is.EqualTo(all));
        heap.Free(slots, SetsMax * 16);
    }
}
