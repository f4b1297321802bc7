using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Windows;
using NUnit.Framework;

namespace HotPath.Operators.Tests.Windows;

public sealed class SessionTimersTests
{
    private const int Steps = 20_000;

    [Test]
    public void Timers_ComeOutByTimeThenByNumber_HoweverTheyWereSet([Values(0, 1, 50, 5_000)] int disorderMs, [Range(0, 4)] int round)
    {
        var random = new SplitMix64(TestSeed.Value + (ulong)round);
        var heap = new NativeHeap();
        var model = new SortedSet<(long FireAtMs, long Arrival, int Copy)>();
        using (var memory = new SizeClassArena(heap))
        using (var timers = new SessionTimers(heap, memory))
        {
            for (int step = 0; step < Steps; step++)
            {
                // Growing and shrinking in turn, so that the ring of those in order wraps and grows while it does.
                int adds = step / 1_000 % 2 == 0 ? 60 : 40;
                if (model.Count == 0 || random.Below(100) < adds)
                {
                    // Numbers of sessions that are looked at again are lower than those of new ones; a session may
                    // have two timers for one time.
                    long arrival = random.Below(4) == 0 ? random.Below(1 + step) : step;
                    var timer = new SessionTimer((step / 3) + random.Below(1 + disorderMs), arrival, Session: 64 * (nint)arrival);
                    timers.Add(timer);
                    model.Add((timer.FireAtMs, timer.Arrival, step));
                }
                else
                {
                    SessionTimer first = timers.First;
                    SessionTimer taken = timers.Take();
                    Assert.That(taken, Is.EqualTo(first));
                    Assert.That(
                        (taken.FireAtMs, taken.Arrival), Is.EqualTo((model.Min.FireAtMs, model.Min.Arrival)), $"step {step}, {TestSeed.Hint}");
                    Assert.That(taken.Session, Is.EqualTo((nint)(64 * taken.Arrival)));
                    model.Remove(model.Min);
                }

                Assert.That(timers.Count, Is.EqualTo(model.Count));
            }

            var all = new List<(long FireAtMs, long Arrival)>();
            long highestMs = timers.HighestMs(null!, (WindowClock _, in SessionTimer timer) =>
            {
                all.Add((timer.FireAtMs, timer.Arrival));
                return timer.FireAtMs;
            });
            Assert.That(all, Is.EquivalentTo(model.Select(static timer => (timer.FireAtMs, timer.Arrival))));
            Assert.That(highestMs, Is.EqualTo(model.Count == 0 ? long.MinValue : model.Max.FireAtMs));
        }

        Assert.That(heap.LiveBytes, Is.EqualTo(0L));
    }

    [Test]
    public void Timers_OfAnyTimes_ComeOutInOrder([Range(0, 9)] int round)
    {
        var random = new SplitMix64(TestSeed.Value + (ulong)round);
        var heap = new NativeHeap();
        using var memory = new SizeClassArena(heap);
        using var timers = new SessionTimers(heap, memory);
        var set = new List<SessionTimer>();
        for (int number = 0; number < 2_000; number++)
        {
            long timeMs = random.Below(20) == 0
                ? (random.Below(2) == 0 ? long.MaxValue : long.MinValue)
                : (long)random.Next() >> random.Below(64);
            set.Add(new SessionTimer(timeMs, number, Session: 64 * (nint)number));
            timers.Add(set[^1]);
        }

        var taken = new List<SessionTimer>();
        while (timers.Count > 0)
        {
            taken.Add(timers.Take());
        }

        Assert.That(taken, Is.EqualTo(set.OrderBy(static timer => timer.FireAtMs).ThenBy(static timer => timer.Arrival)), TestSeed.Hint);
    }

    [Test]
    public void Timers_ThatMoveOnAndOn_TakeNoMemoryOnceTheirNumberStopsGrowing()
    {
        const int Count = 5_000;
        var random = new SplitMix64(TestSeed.Value);
        var heap = new NativeHeap();
        using var memory = new SizeClassArena(heap);
        using var timers = new SessionTimers(heap, memory);
        for (int number = 0; number < Count; number++)
        {
            timers.Add(new SessionTimer(1 + random.Below(60_000), number, Session: 64 * (nint)number));
        }

        long calls = 0;
        for (int move = 0; move < 40 * Count; move++)
        {
            SessionTimer first = timers.Take();
            timers.Add(first with { FireAtMs = first.FireAtMs + 30_000 + random.Below(30_000) });
            calls = move == 20 * Count ? heap.AllocatorCalls : calls;
        }

        Assert.That(heap.AllocatorCalls, Is.EqualTo(calls), TestSeed.Hint);
        Assert.That(timers.Count, Is.EqualTo(Count));
    }
}
