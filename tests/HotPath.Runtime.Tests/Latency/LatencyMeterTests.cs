using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Outputs;
using HotPath.Foundation.Hashing;
using HotPath.Runtime.Egress;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Latency;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests.Latency;

/// <summary>Latencies against a list of every event with its times.</summary>
public sealed class LatencyMeterTests
{
    private const int FrameBytes = 64;
    private const double Precision = 0.02;

    private struct FakeClock : IClock
    {
        public long Ns;

        public readonly long NowMs => Ns / 1_000_000;

        public readonly long NowNs => Ns;
    }

    /// <summary>Ingress publishes a batch, is stopped, and looks at the clock when the batch has long been released.</summary>
    [Test]
    public void NoteReleased_BeforeIngressLookedAtTheClock_CountsTheWholeInIngress()
    {
        const int arrivedNs = 1_000;
        const int releasedNs = 3_000;
        var meter = new LatencyMeter();
        var clock = new FakeClock { Ns = 2_000 };
        Assert.That(meter.Trail.TryBegin(256, arrivedNs), Is.True);
        meter.Trail.Note(tenant: 0, arrivedNs);
        meter.Observe(FrameBytes, long.MaxValue, ref clock);
        meter.Trail.Close(FrameBytes, nowNs: 4_000);
        meter.NoteReleased(FrameBytes, isDurable: false, releasedNs);

        IReadOnlyList<LatencyFigures> figures = meter.Complete();
        double wholeNs = figures.Single(f => f.Stage == LatencyStage.Total).MeanNs;
        Assert.That(wholeNs, Is.EqualTo(releasedNs - arrivedNs).Within(Precision * releasedNs));
        Assert.That(figures.Where(f => f.Stage != LatencyStage.Total).Sum(f => f.MeanNs), Is.EqualTo(wholeNs).Within(Precision * releasedNs));
    }

    [Test]
    public void Figures_OfRandomRuns_AreThoseOfTheListOfEvents([Range(1, 20)] int seed, [Values] bool isDurable)
    {
        var random = new SplitMix64((ulong)seed);
        var meter = new LatencyMeter();
        var expected = new List<(int Tenant, long[] Stages)>();
        var clock = new FakeClock { Ns = 5_000_000 };
        long position = 0;
        for (int round = 0; round < 200; round++)
        {
            var batch = new List<(int Tenant, long ArrivalNs)>();
            Assert.That(meter.Trail.TryBegin(256, clock.Ns), Is.True);
            for (int i = random.Below(40); i >= 0; i--)
            {
                int tenant = random.Below(5);
                long arrivalNs = clock.Ns - random.Below(random.Below(2) == 0 ? 100 : 4_000_000);
                meter.Trail.Note(tenant, arrivalNs);
                batch.Add((tenant, arrivalNs));
                position += FrameBytes;
            }

            long sequencedNs = clock.Ns += random.Below(50_000);
            meter.Trail.Close(position, sequencedNs);
            long appliedNs = clock.Ns += random.Below(500_000);
            meter.Observe(position, isDurable ? position - FrameBytes : long.MaxValue, ref clock);
            long committedNs = clock.Ns += isDurable ? random.Below(900_000) : 0;
            meter.Observe(position, isDurable ? position : long.MaxValue, ref clock);
            clock.Ns += random.Below(100_000);
            meter.NoteReleased(position, isDurable, clock.Ns);
            expected.AddRange(batch.Select(e => (e.Tenant, (long[])
            [
                sequencedNs - e.ArrivalNs, appliedNs - sequencedNs, committedNs - appliedNs, clock.Ns - committedNs,
                clock.Ns - e.ArrivalNs,
            ])));
        }

        foreach (int tenant in (int[])[LatencyMeter.AllTenants, 1, 2, 3, 4])
        {
            long[][] events = [.. expected.Where(e => tenant < 0 || e.Tenant == tenant).Select(static e => e.Stages)];
            foreach (LatencyStage stage in Enum.GetValues<LatencyStage>())
            {
                LatencyFigures figures = meter.Complete().Single(f => f.TenantId == tenant && f.Stage == stage);
                long[] sorted = [.. events.Select(e => e[(int)stage]).Order()];
                string what = $"seed {seed}, tenant {tenant}, {stage}";
                Assert.That(figures.Events, Is.EqualTo(sorted.Length), what);
                AssertClose(figures.MeanNs, sorted.Average(), what);
                AssertClose(figures.P50Ns, sorted[(sorted.Length - 1) / 2], what);
                AssertClose(figures.P99Ns, sorted[(int)Math.Ceiling(0.99 * sorted.Length) - 1], what);
                AssertClose(figures.MaxNs, sorted[^1], what);
            }
        }

        Assert.That(meter.Complete().Any(static f => f.TenantId == 0), Is.False, "no tenant is all of them");
    }

    // A hundred events were due while the node stood still: each has waited since its own arrival, not since it was read.
    [Test]
    public void Events_DueWhileNothingMoved_CountWithTheirWholeWait()
    {
        const long stepNs = 1_000_000;
        var meter = new LatencyMeter();
        var clock = new FakeClock { Ns = 100 * stepNs };
        Assert.That(meter.Trail.TryBegin(256, clock.Ns), Is.True);
        for (int i = 1; i <= 100; i++)
        {
            meter.Trail.Note(0, i * stepNs);
        }

        meter.Trail.Close(6_400, clock.Ns);
        meter.Observe(6_400, long.MaxValue, ref clock);
        meter.NoteReleased(6_400, isDurable: false, clock.Ns);
        LatencyFigures total = meter.Complete().Single(static f => f.Stage == LatencyStage.Total);
        AssertClose(total.P50Ns, 50 * stepNs, "median");
        AssertClose(total.P99Ns, 98 * stepNs, "p99");
    }

    [Test]
    public void Events_NotReleased_AreNotCountedYet()
    {
        var meter = new LatencyMeter();
        _ = meter.Trail.TryBegin(256, 10);
        meter.Trail.Note(1, 10);
        meter.Trail.Close(64, 20);
        meter.NoteReleased(63, isDurable: false, 30);
        Assert.That(meter.Complete(), Is.Empty);
        meter.NoteReleased(64, isDurable: false, 40);
        Assert.That(meter.Complete().First(static f => f.Stage == LatencyStage.Total).MaxNs, Is.EqualTo(30));
    }

    [Test]
    public void Trail_Full_HasNoRoomUntilStampsAreTaken()
    {
        var meter = new LatencyMeter();
        int batches = 0;
        while (meter.Trail.TryBegin(256, batches))
        {
            for (int i = 0; i < 256; i++)
            {
                meter.Trail.Note(i, batches);
            }

            meter.Trail.Close(++batches * FrameBytes, batches);
        }

        Assert.That(batches, Is.GreaterThan(100));
        meter.NoteReleased(FrameBytes, isDurable: false, batches);
        Assert.That(meter.Trail.TryBegin(256, batches), Is.True);
    }

    [Test]
    public void Tenants_BeyondTheNumberWithFiguresOfTheirOwn_ShareThem()
    {
        const int tenants = LatencyMeter.TenantsMax + 10;
        var meter = new LatencyMeter();
        _ = meter.Trail.TryBegin(256, 0);
        for (int tenant = 1; tenant <= tenants; tenant++)
        {
            meter.Trail.Note(tenant, 0);
        }

        meter.Trail.Close(64, 0);
        meter.NoteReleased(64, isDurable: false, 5);
        LatencyFigures[] totals = [.. meter.Complete().Where(static f => f.Stage == LatencyStage.Total)];
        Assert.That(totals, Has.Length.EqualTo(LatencyMeter.TenantsMax + 2));
        Assert.That(totals.Single(static f => f.TenantId == LatencyMeter.OtherTenants).Events, Is.EqualTo(10));
        Assert.That(totals[0].Events, Is.EqualTo(tenants));
    }

    [Test]
    public void Read_WhileItRuns_HasWhatWasThereWhenItWasAskedAndTheTimeBetween()
    {
        var meter = new LatencyMeter();
        var tally = new LatencyTally();
        Assert.That(meter.Read().SinceStart, Is.Empty);
        for (int round = 1; round <= 3; round++)
        {
            _ = meter.Trail.TryBegin(256, 0);
            meter.Trail.Note(1, 0);
            meter.Trail.Close(round * FrameBytes, 0);
            meter.NoteReleased(round * FrameBytes, isDurable: false, round * 100);
            for (int i = 0; i < 5; i++)
            {
                meter.Serve();
            }

            LatencyReading reading = meter.Read();
            Assert.That(reading.SinceStart[^1].Events, Is.EqualTo(round), "since the start");
            tally.Add(reading);
            Assert.That(tally.Total!.Events, Is.EqualTo(round == 3 ? 1 : round), "since it began anew");
            AssertClose(tally.Total.MaxNs, round * 100, "the newest");
            if (round == 2)
            {
                tally.Reset();
                Assert.That(tally.Total, Is.Null);
            }
        }

        tally.Reset();
        meter.Serve();
        tally.Add(meter.Read());
        Assert.That(tally.Total, Is.Null, "nothing was copied since, so it is the same reading");
    }

    /// <summary>A firing of tenant 1 holds up its sink; tenant 2 has one of its own, tenant 3 writes to both.</summary>
    [Test]
    public void NoteReleased_WhileAFiringHoldsUpASink_CountsForThoseAloneThatGiveItRows()
    {
        SinkQueue[] sinks = [.. new ShopPlan(tables: 1).Sinks.Select(static _ => new SinkQueue(1, 16, 0))];
        var releases = new TenantReleases(sinks);
        releases.Note(tenant: 1, sink: 0);
        releases.Note(tenant: 2, sink: 1);
        releases.Note(tenant: 3, sink: 0);
        releases.Note(tenant: 3, sink: 1);
        var meter = new LatencyMeter();
        var clock = new FakeClock { Ns = 10 };
        for (int i = 0; i < 9; i++)
        {
            Assert.That(meter.Trail.TryBegin(1, 0), Is.True);
            meter.Trail.Note(tenant: 1 + (i % 3), arrivalNs: 0);
            meter.Trail.Close((i + 1) * FrameBytes, nowNs: 10);
        }

        meter.Observe(9 * FrameBytes, long.MaxValue, ref clock);
        Raise(sinks[0], FrameBytes);
        Raise(sinks[1], 9 * FrameBytes);
        meter.NoteReleased(9 * FrameBytes, releases, isDurable: false, nowNs: 100_000);
        Assert.That(EventsOf(meter, 1), Is.EqualTo(1), "the first lies before the firing");
        Assert.That(EventsOf(meter, 2), Is.EqualTo(3));
        Assert.That(EventsOf(meter, 3), Is.Zero);
        Raise(sinks[0], 6 * FrameBytes);
        meter.NoteReleased(9 * FrameBytes, releases, isDurable: false, nowNs: 500_000);
        Assert.That((EventsOf(meter, 1), EventsOf(meter, 3)), Is.EqualTo((2, 2)));
        meter.NoteReleased(9 * FrameBytes, isDurable: false, nowNs: 900_000);
        Assert.That((EventsOf(meter, 1), EventsOf(meter, 2), EventsOf(meter, 3)), Is.EqualTo((3, 3, 3)));
        IReadOnlyList<LatencyFigures> figures = meter.Complete();
        AssertClose(figures.Single(static f => f.TenantId == 2 && f.Stage == LatencyStage.Total).MaxNs, 100_000, "another's firing");
        AssertClose(figures.Single(static f => f.TenantId == 1 && f.Stage == LatencyStage.Total).MaxNs, 900_000, "its own firing");
        AssertClose(figures.Single(static f => f.TenantId == 3 && f.Stage == LatencyStage.Processing).MaxNs, 900_000, "is processing");
    }

    private static void Raise(SinkQueue sink, long position)
    {
        sink.Raise(OutputFrontier.Before(position));
        sink.Settle();
    }

    private static long EventsOf(LatencyMeter meter, int tenant) =>
        meter.Complete().SingleOrDefault(f => f.TenantId == tenant && f.Stage == LatencyStage.Total)?.Events ?? 0;

    private static void AssertClose(double actual, double expected, string what) =>
        Assert.That(actual, Is.EqualTo(expected).Within((Precision * expected) + 1_100), what);
}
