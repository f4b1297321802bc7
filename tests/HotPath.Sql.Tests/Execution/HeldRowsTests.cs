using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Sql.Planning;
using HotPath.Sql.Tests.Checkpoints;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// A tenant goes on sending while its windows fire. Its rows wait for the statement that fires, nobody else's do, and what comes out is what
/// comes out when every firing is worked off at once.
/// </summary>
public sealed class HeldRowsTests
{
    private const int UnitRows = 16;
    private const int HeldForUnit = 8;
    private const int Keys = 2000;
    private const int Streams = 300;

    private const string Table = """
        CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, k STRING, v INT, WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'unused.csv', 'format' = 'csv');
        SET 'hotpath.table.ev.tenant' = 'tenant';

        """;

    private const string BigAndOthers = Table + """
        SELECT k, window_start, COUNT(*) AS n FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '30' SECOND))
          WHERE tenant = 'big' GROUP BY tenant, k, window_start, window_end;
        SELECT k, v FROM ev WHERE tenant = 'other';
        """;

    // Overlapping and growing windows, sessions, a chain, ranks, late rows of all of them, failing rows and results; two readers of one table in one
    // statement; groups without windows, which never wait.
    private const string EveryKind = Table + """
        CREATE TABLE late (query_name STRING, window_start TIMESTAMP(3), tenant STRING, k STRING) WITH ('connector' = 'blackhole');
        SET 'hotpath.table.ev.late-output' = 'late';
        SELECT tenant, k, window_start, COUNT(*) AS n, SUM(10 / v) AS s
          FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY tenant, k, window_start, window_end;
        SELECT tenant, k, window_start, window_end, COUNT(DISTINCT v) AS n, 12 / (COUNT(*) - 2) AS x
          FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '20' SECOND)) GROUP BY tenant, k, window_start, window_end;
        SELECT tenant, k, window_start, window_end, MAX(v) AS hi
          FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '20' SECOND)) GROUP BY tenant, k, window_start, window_end;
        SELECT tenant, k, window_start, window_end, COUNT(*) AS n
          FROM TABLE(SESSION(TABLE ev PARTITION BY (tenant, k), DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY tenant, k, window_start, window_end;
        SELECT tenant, window_start, COUNT(*) AS ks, MAX(n) AS hi FROM TABLE(TUMBLE(TABLE (
            SELECT tenant, k, window_time AS t, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND))
            GROUP BY tenant, k, window_start, window_end, window_time), DESCRIPTOR(t), INTERVAL '10' SECOND))
          GROUP BY tenant, window_start, window_end;
        SELECT tenant, k, v, window_start FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY tenant, window_start, window_end ORDER BY v DESC) AS rn
          FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))) WHERE rn <= 2;
        SELECT COUNT(*) AS n, window_start FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
        SELECT tenant, k, v FROM ev WHERE v > 3;
        SELECT tenant, COUNT(*) AS n FROM ev GROUP BY tenant;
        SELECT tenant, k, COUNT(*) AS n, LAST_VALUE(c) AS c FROM (
          SELECT tenant, k, COUNT(*) AS c FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY tenant, k, window_start, window_end
          UNION ALL
          SELECT tenant, k, CAST(v AS BIGINT) FROM ev) GROUP BY tenant, k;
        """;

    [Test]
    public void Others_WhileATenantFiresAndGoesOnSending_WaitForOneUnit()
    {
        using var bed = new PlanTestBed(CheckpointScripts.Compile(BigAndOthers), firingUnitRows: UnitRows);
        List<long> produced = SendBehindABurst(bed);
        Assert.That(bed.IsPending, Is.True, "rows that come behind the firing prove nothing");
        Assert.That(produced.Max(), Is.InRange(1, UnitRows));
    }

    /// <summary>The control: where nothing may be held, the tenant's next row has all of it worked off.</summary>
    [Test]
    public void Others_WhereNoRowMayWait_WaitForTheWholeFiring()
    {
        using var bed = new PlanTestBed(CheckpointScripts.Compile(BigAndOthers), firingUnitRows: UnitRows, heldBytesMax: 0);
        Assert.That(SendBehindABurst(bed).Max(), Is.GreaterThan(Keys));
    }

    /// <summary>However many rows come at once, few of them wait: each has paid for a part of the firing.</summary>
    [Test]
    public void Tenant_WhoseRowsComeAllAtOnce_HasItsFiringWorkedOffBetweenThem()
    {
        using PlanTestBed bed = BehindABurst();
        bed.IsBusy = true;
        int rows = 0;
        for (; bed.IsPending && rows < 10 * Keys; rows++)
        {
            bed.Row("ev", Time(600_000), "big", "again", "1");
        }

        Assert.That(rows, Is.InRange(2, 6 * Keys * HeldForUnit / UnitRows), "three windows of each key come out, and three groups are freed");
    }

    /// <summary>The control: others' rows, which wait for nothing, pay for nothing.</summary>
    [Test]
    public void Others_HoweverManyComeAtOnce_HaveNoUnitBetweenThem()
    {
        using PlanTestBed bed = BehindABurst();
        bed.IsBusy = true;
        long before = Produced(bed);
        for (int i = 0; i < 500; i++)
        {
            bed.Row("ev", Time(600_000), "other", "again", "1");
        }

        Assert.That((Produced(bed) - before, bed.IsPending), Is.EqualTo((0L, true)));
    }

    [Test]
    public void Rows_HoweverUnitsAreCutAndWhoeverWaits_GiveTheSameRowsAndState()
    {
        SqlJobPlan plan = CheckpointScripts.Compile(EveryKind);
        int pending = 0;
        for (int seed = 1; seed <= Streams; seed++)
        {
            var random = new Random(seed);
            int[] choices = [.. Enumerable.Range(0, 3).Select(_ => random.Next())];
            using var whole = new PlanTestBed(plan, firingUnitRows: int.MaxValue);
            using var held = new PlanTestBed(
                plan, shards: 1 + (choices[0] % 3), firingUnitRows: 1 + (choices[1] % 9), heldBytesMax: choices[2] % 2 == 0 ? 1 << 24 : 700);
            int rows = random.Next(40, 160);
            long nowMs = 0;
            for (int i = 0; i < rows; i++)
            {
                nowMs += random.Next(8) == 0 ? random.Next(15_000) : random.Next(800);
                long atMs = Math.Max(0, nowMs - random.Next(3000));
                string[] values = [Time(atMs), $"t{random.Next(3)}", $"k{random.Next(5)}", random.Next(6).ToString(CultureInfo.InvariantCulture)];
                whole.Row("ev", values);
                held.IsBusy = i % 16 > choices[0] % 16;
                held.Row("ev", values);
                pending += held.IsPending ? 1 : 0;
                if (random.Next(50) == 0)
                {
                    Assert.That(held.Mark(), Is.EqualTo(whole.Mark()), $"state, seed {seed}, row {i}");
                }
            }

            whole.End("ev");
            held.End("ev");
            Assert.That(held.TakeChanges(), Is.EqualTo(whole.TakeChanges()), $"seed {seed}");
            Assert.That(held.Mark(), Is.EqualTo(whole.Mark()), $"state, seed {seed}");
        }

        Assert.That(pending, Is.GreaterThan(Streams * 10), "nothing had to wait");
    }

    /// <summary>A mark tells what the state was at its position, also where nobody has waited until all of that was there.</summary>
    [Test]
    public void Marks_PassedWhileAFiringIsPending_TellTheSameState()
    {
        SqlJobPlan plan = CheckpointScripts.Compile(EveryKind);
        int postponed = 0;
        int marks = 0;
        for (int seed = 1; seed <= Streams; seed++)
        {
            var random = new Random(seed);
            int[] choices = [.. Enumerable.Range(0, 4).Select(_ => random.Next())];
            using var whole = new PlanTestBed(plan, firingUnitRows: int.MaxValue);
            using var held = new PlanTestBed(
                plan, shards: 1 + (choices[0] % 3), firingUnitRows: 1 + (choices[1] % 4), heldBytesMax: choices[2] % 4 > 0 ? 1 << 24 : 700);
            int markEvery = 1 + (choices[3] % 20);
            int rows = random.Next(40, 160);
            long nowMs = 0;
            for (int i = 0; i < rows; i++)
            {
                nowMs += random.Next(8) == 0 ? random.Next(15_000) : random.Next(800);
                long atMs = Math.Max(0, nowMs - random.Next(3000));
                string[] values = [Time(atMs), $"t{random.Next(3)}", $"k{random.Next(5)}", random.Next(6).ToString(CultureInfo.InvariantCulture)];
                whole.Row("ev", values);
                held.IsBusy = i % 16 > choices[0] % 16;
                held.Row("ev", values);
                if (random.Next(markEvery) == 0)
                {
                    whole.PassMark();
                    held.PassMark();
                    marks++;
                }
            }

            whole.End("ev");
            held.End("ev");
            Assert.That(held.TakeChanges(), Is.EqualTo(whole.TakeChanges()), $"seed {seed}");
            Assert.That(held.Marks, Is.EqualTo(whole.Marks), $"seed {seed}");
            Assert.That(whole.Postponed, Is.Zero);
            postponed += held.Postponed;
        }

        TestContext.Out.WriteLine($"{marks} marks, {postponed} passed by a shard with something pending");
        Assert.That(postponed, Is.GreaterThan(marks / 4));
    }

    /// <summary>The mark itself: others' rows behind it find no more of the firing before them than those before it.</summary>
    [Test]
    public void Others_BehindAMark_WaitForOneUnit()
    {
        using PlanTestBed bed = BehindABurst();
        var produced = new List<long>();
        for (int i = 0; i < 200; i++)
        {
            long before = Produced(bed);
            bed.Row("ev", Time(600_000 + i), i % 2 == 0 ? "big" : "other", $"k{i}", "1");
            if (i % 20 == 0)
            {
                bed.PassMark();
            }

            produced.Add(Produced(bed) - before);
        }

        Assert.That((bed.IsPending, bed.Postponed), Is.EqualTo((true, 10)));
        Assert.That(produced.Max(), Is.InRange(1, UnitRows));
        bed.Take();
        Assert.That(bed.Marks, Has.Count.EqualTo(10));
    }

    /// <summary>
    /// Where time to live is over at the mark for groups that rows before it have yet to reach, or no row may wait, the mark does.
    /// </summary>
    [TestCase("SET 'table.exec.state.ttl' = '1 s';", 1 << 24, false)]
    [TestCase("", 0, false)]
    [TestCase("", 1 << 24, true)]
    public void Mark_WhereItMayNotPass_Waits(string setting, long heldBytesMax, bool doesPass)
    {
        using var bed = new PlanTestBed(
            CheckpointScripts.Compile(setting + Table + """
                SELECT tenant, k, COUNT(*) AS n FROM (
                  SELECT tenant, k, window_start, COUNT(*) AS c FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND))
                  GROUP BY tenant, k, window_start, window_end) GROUP BY tenant, k;
                """),
            firingUnitRows: UnitRows,
            heldBytesMax: heldBytesMax);
        SendBurst(bed);
        Assert.That(bed.IsPending, Is.True);
        bed.PassMark();
        Assert.That((bed.Postponed, bed.IsPending), Is.EqualTo((doesPass ? 1 : 0, doesPass)));
    }

    private static PlanTestBed BehindABurst()
    {
        var bed = new PlanTestBed(CheckpointScripts.Compile(BigAndOthers), firingUnitRows: UnitRows);
        SendBurst(bed);
        return bed;
    }

    private static void SendBurst(PlanTestBed bed)
    {
        for (int i = 0; i < Keys; i++)
        {
            bed.Row("ev", Time(1000), "big", $"k{i}", "1");
        }

        bed.Row("ev", Time(600_000), "big", "next", "1");
    }

    // What each row that is sent behind the burst has the shard produce of it.
    private static List<long> SendBehindABurst(PlanTestBed bed)
    {
        SendBurst(bed);
        var produced = new List<long>();
        for (int i = 0; i < 400; i++)
        {
            long before = Produced(bed);
            bed.Row("ev", Time(600_000 + i), i % 2 == 0 ? "big" : "other", $"k{i}", "1");
            produced.Add(Produced(bed) - before);
        }

        return produced;
    }

    private static long Produced(PlanTestBed bed) => bed.Counters.Where(static c => c.Statement == 1).Sum(static c => c.Produced);

    private static string Time(long ms) =>
        new DateTime(2024, 1, 1).AddMilliseconds(ms).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
