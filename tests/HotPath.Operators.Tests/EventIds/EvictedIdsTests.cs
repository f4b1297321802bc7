using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.EventIds;
using NUnit.Framework;

namespace HotPath.Operators.Tests.EventIds;

public sealed class EvictedIdsTests
{
    // Few hashes, so that ids share them, and runs wrap around the end of the table.
    [Test]
    public void RandomAdditionsAndRemovals_AgreeWithAList([Range(1, 12)] int seed)
    {
        var random = new SplitMix64((ulong)seed);
        var heap = new NativeHeap();
        var oracle = new List<(ulong Hash, long TimeMs)>();
        int hashes = 1 + random.Below(400);
        using (var ids = new EvictedIds(heap))
        {
            for (int step = 0; step < 5000; step++)
            {
                ulong hash = Spread(random.Below(hashes));
                long timeMs = random.Below(3);
                if (random.Below(5) < 3)
                {
                    ids.Add(hash, timeMs);
                    oracle.Add((hash, timeMs));
                }
                else
                {
                    Assert.That(ids.Remove(hash, timeMs), Is.EqualTo(oracle.Remove((hash, timeMs))), $"seed {seed}");
                }

                ulong asked = Spread(random.Below(hashes));
                Assert.That(TimesOf(ids, asked), Is.EquivalentTo(oracle.Where(id => id.Hash == asked).Select(id => id.TimeMs)), $"seed {seed}");
                Assert.That(ids.Count, Is.EqualTo(oracle.Count), $"seed {seed}");
            }
        }

        Assert.That(heap.LiveBytes, Is.Zero);
    }

    // Half of them share the lowest bits, at the end of any table.
    private static ulong Spread(int number) =>
        number % 2 == 0 ? ((ulong)number << 32) | 0xFFFF_FFFE : StableHash.Mix(1, (ulong)number);

    private static List<long> TimesOf(EvictedIds ids, ulong hash)
    {
        var times = new List<long>();
        for (int place = ids.Find(hash, after: -1); place >= 0; place = ids.Find(hash, place))
        {
            times.Add(ids.TimeAt(place));
        }

        return times;
    }
}
