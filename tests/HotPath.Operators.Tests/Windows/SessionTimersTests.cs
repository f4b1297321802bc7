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
        using (var timers = new SessionTimers(heap))
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

            var all = Enumerable.Range(0, timers.Count).Select(place => (timers[place].FireAtMs, timers[place].Arrival)).ToList();
            Assert.That(all, Is.EquivalentTo(model.Select(static timer => (timer.FireAtMs, timer.Arrival))));
        }

        Assert.That(heap.LiveBytes, Is.EqualTo(0L));
    }
}
