using System.Collections.Generic;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Connectors.Tcp.Tests;

/// <summary>The memory of two pairs, against the whole history: never ahead of it, and there in the end.</summary>
public sealed class LaggingPairTests
{
    private const ulong Seed = 20_261_128;

    [Test]
    public void Value_Reached_IsNeverAheadAndComesToTheEnd()
    {
        var random = new SplitMix64(Seed);
        var pair = default(LaggingPair);
        var history = new List<(long Key, long Value)> { (0, 0) };
        long reached = 0;
        long told = 0;
        int steps = 0;
        for (int i = 0; i < 20_000; i++)
        {
            if (random.Below(3) > 0)
            {
                history.Add((history[^1].Key + 1 + random.Below(5), history[^1].Value + 1 + random.Below(3)));
                pair.Note(history[^1].Key, history[^1].Value);
            }
            else
            {
                reached += random.Below((int)(history[^1].Key - reached) + 1);
                if (pair.TryReach(reached, out long value))
                {
                    Assert.That(value, Is.GreaterThan(told));
                    Assert.That(history.FindLast(entry => entry.Key <= reached).Value, Is.GreaterThanOrEqualTo(value), $"step {i}");
                    told = value;
                    steps++;
                }
            }
        }

        told = pair.TryReach(history[^1].Key, out long last) ? last : told;
        Assert.That(told, Is.EqualTo(history[^1].Value));
        Assert.That(pair.TryReach(long.MaxValue, out _), Is.False);
        Assert.That(steps, Is.GreaterThan(1000));
    }
}
