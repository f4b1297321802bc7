using System.IO;
using HotPath.Generator.Answers;
using NUnit.Framework;

namespace HotPath.Generator.Tests;

/// <summary>Edges that random data hits too rarely.</summary>
public sealed class AnswerEdgeTests
{
    [Test]
    public void Window_IsOver_WhenTheWatermarkIsAtItsLastMillisecond()
    {
        var clock = new Clock(boundMs: 10);
        Assert.That(clock.IsOver(long.MinValue + 2), Is.False, "before the first row nothing is over");
        clock.Advance(60_008);
        Assert.That(clock.IsOver(60_000), Is.False);
        clock.Advance(60_009);
        clock.Advance(1);
        Assert.That((clock.IsOver(60_000), clock.WatermarkMs), Is.EqualTo((true, 59_999L)));
    }

    [Test]
    public void Session_HoldsEventsExactlyTheGapApart()
    {
        var sessions = new UserSessions(gapMs: 1_000);
        foreach (long timeMs in (long[])[3_001, 1_000, 2_000])
        {
            sessions.Add(1, 2, timeMs);
        }

        string path = Path.GetTempFileName();
        sessions.Write(path);
        string[] rows = File.ReadAllLines(path)[1..];
        File.Delete(path);
        Assert.That(rows, Is.EqualTo(new[]
        {
            "1,2,1970-01-01 00:00:01.000,1970-01-01 00:00:03.000,2",
            "1,2,1970-01-01 00:00:03.001,1970-01-01 00:00:04.001,1",
        }));
    }

    [Test]
    public void Funnel_CountsAStepOnlyBehindTheOneBefore()
    {
        Assert.That(Reached((FunnelStep.Carted, 1), (FunnelStep.Viewed, 2), (FunnelStep.Ordered, 3)), Is.EqualTo(FunnelStep.Viewed));
        Assert.That(Reached((FunnelStep.Ordered, 5), (FunnelStep.Carted, 5), (FunnelStep.Viewed, 5)), Is.EqualTo(FunnelStep.Ordered));
        Assert.That(Reached((FunnelStep.Viewed, 1), (FunnelStep.Ordered, 2), (FunnelStep.Carted, 3), (FunnelStep.Paid, 4)), Is.EqualTo(FunnelStep.Carted));
        Assert.That(Reached((FunnelStep.None, 1)), Is.EqualTo(FunnelStep.None));
    }

    [Test]
    public void Funnel_SumOverNothing_IsNull_AsSqlHasIt()
    {
        var table = new AnswerTable(TenantFunnel.Header);
        new TenantFunnel().Write(7, table);
        string path = Path.GetTempFileName();
        table.Write(path);
        string[] rows = File.ReadAllLines(path)[1..];
        File.Delete(path);
        Assert.That(rows, Is.EqualTo(new[] { "7,0,0,0,0,0,0,NULL,0,NULL,0,NULL" }));
    }

    private static FunnelStep Reached(params (FunnelStep Step, long TimeMs)[] events)
    {
        var visit = new Visit();
        foreach ((FunnelStep step, long timeMs) in events)
        {
            visit.Add(step, timeMs);
        }

        return visit.Reached();
    }
}
