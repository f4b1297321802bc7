using System.Collections.Generic;
using NUnit.Framework;

namespace HotPath.Generator.Tests;

public sealed class SteadyPaceTests
{
    [Test]
    public void Records_AreDueByTheSchedule_NotByTheLast()
    {
        long nowNs = 0;
        var pace = new SteadyPace(1_000, () => nowNs, ns => nowNs += ns);
        var sent = new List<long>();
        for (int record = 0; record < 10; record++)
        {
            pace.Wait(record);
            sent.Add(nowNs / 1_000_000);

            // The third holds everything up for five records' time.
            nowNs += record == 2 ? 5_500_000 : 0;
        }

        Assert.That(sent, Is.EqualTo(new long[] { 0, 1, 2, 7, 7, 7, 7, 7, 8, 9 }));
    }

    [Test]
    public void Sleep_ThatReturnsEarly_IsGoneOnWith()
    {
        long nowNs = 0;
        int sleeps = 0;
        var pace = new SteadyPace(3, () => nowNs, ns => nowNs += (++sleeps, ns).ns > 1_000 ? ns / 2 : ns);
        Assert.That(pace.IsDue(2), Is.False);
        pace.Wait(2);
        Assert.That((nowNs, pace.IsDue(2), pace.IsDue(3)), Is.EqualTo((666_666_666L, true, false)));
        Assert.That(sleeps, Is.GreaterThan(5));
    }
}
