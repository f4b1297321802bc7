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

    private const string TwoTables = Table + """
        CREATE TABLE rw (ts TIMESTAMP(3), tenant STRING, k STRING, v INT, WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = 'unused.csv', 'format' = 'csv');
        SET 'hotpath.table.rw.tenant' = 'tenant';

        """;

    private const string BesideWindows = TwoTables + """
        SELECT tenant, k, COUNT(*) AS n, LAST_VALUE(c) AS c FROM (
          SELECT tenant, k, COUNT(*) AS c FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY tenant, k, window_start, window_end
          UNION ALL
          SELECT tenant, k, CAST(v AS BIGINT) FROM rw) GROUP BY tenant, k;
        """;

    // The plain input stands first, and its own table has windows beside those of another.
    private const string BesideOwnWindows = TwoTables + """
        SELECT tenant, k, COUNT(*) AS n, LAST_VALUE(c) AS c FROM (
          SELECT tenant, k, CAST(v AS BIGINT) AS c FROM rw
          UNION ALL
          SELECT tenant, k, COUNT(*) FROM TABLE(TUMBLE(TABLE rw, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY tenant, k, window_start, window_end
          UNION ALL
          SELECT tenant, k, COUNT(*) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY tenant, k, window_start, window_end)
        GROUP BY tenant, k;
        """;

    private const string OneWindow = """
        SELECT tenant, k, window_start, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))
          GROUP BY tenant, k, window_start, window_end;
        """;

    private static readonly long StartMs = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

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
        List<Comparison> runs = Compare(EveryKind, ["ev"], doMarksPass: false);
        Assert.That(runs.Sum(static run => run.Pending), Is.GreaterThan(Streams * 10), "nothing had to wait");
    }

    /// <summary>A mark tells what the state was at its position, also where nobody has waited until all of that was there.</summary>
    [Test]
    public void Marks_PassedWhileAFiringIsPending_TellTheSameState()
    {
        List<Comparison> runs = Compare(EveryKind, ["ev"], doMarksPass: true);
        int marks = runs.Sum(static run => run.Marks);
        int postponed = runs.Sum(static run => run.Postponed);
        TestContext.Out.WriteLine($"{marks} marks, {postponed} passed by a shard with something pending");
        Assert.That(postponed, Is.GreaterThan(marks / 4));
    }

    /// <summary>A table ends whose rows go beside windows of another, and those have a firing pending: all of it is before the end.</summary>
    [Test]
    public void End_OfATableBesideWindows_FindsNothingPending()
    {
        List<Comparison> runs = Compare(BesideWindows, ["ev", "rw"], doMarksPass: true);
        Assert.That(runs.Sum(static run => run.Postponed), Is.GreaterThan(Streams));
        Compare(BesideOwnWindows, ["ev", "rw"], doMarksPass: true);
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

    /// <summary>The 65th tenant's row finds no line, and has that tenant's firing worked off, not everybody's that is behind the mark.</summary>
    [Test]
    public void Row_ThatCannotBeKeptBehindAMark_HasOnlyItsTenantsFiringWorkedOff()
    {
        const int Tenants = 70;
        const int KeysOfEach = 50;
        using var bed = new PlanTestBed(CheckpointScripts.Compile(Table + OneWindow), firingUnitRows: 1) { IsBusy = true };
        for (int i = 0; i < Tenants * KeysOfEach; i++)
        {
            bed.Row("ev", Time(1000), $"t{i % Tenants}", $"k{i}", "1");
        }

        for (int i = 0; i < Tenants; i++)
        {
            bed.Row("ev", Time(600_000), $"t{i}", "next", "1");
        }

        bed.PassMark();
        Assert.That(bed.Postponed, Is.EqualTo(1));
        var produced = new List<long>();
        for (int i = 0; i < Tenants; i++)
        {
            long before = Produced(bed);
            bed.Row("ev", Time(600_001), $"t{i}", "next", "1");
            produced.Add(Produced(bed) - before);
        }

        Assert.That(produced.Max(), Is.InRange(KeysOfEach / 2, KeysOfEach + 1));
    }

    /// <summary>Rows that are taken in between read their own times, and leave those of the row at hand as they are.</summary>
    [Test]
    public void Letter_OfARowThatHasOthersTaken_GivesItsOwnReason()
    {
        SqlJobPlan plan = CheckpointScripts.Compile(Table + """
            SET 'hotpath.table.ev.future-bound' = '1 h';
            SELECT tenant, k FROM ev WHERE v > 100;

            """ + OneWindow);
        IReadOnlyList<string>? expected = null;
        foreach (int heldBytesMax in (int[])[1 << 24, 700])
        {
            using var bed = new PlanTestBed(plan, firingUnitRows: 1, heldBytesMax: heldBytesMax) { IsBusy = true, IngestTimeMs = StartMs + 700_000 };
            for (int i = 0; i < 20; i++)
            {
                bed.Row("ev", Time(1000), "big", $"k{i}", "1");
            }

            bed.Row("ev", Time(600_000), "big", "next", "1");
            for (int i = 0; i < 4; i++)
            {
                bed.Row("ev", null, "big", "no time", "1");
                bed.Row("ev", Time(90_000_000), "big", "far ahead", "1");
            }

            List<string> letters = [.. bed.TakeChanges().Where(static row => row.Contains("watermark", StringComparison.Ordinal))];
            expected ??= letters;
            Assert.That(letters, Is.EqualTo(expected));
            Assert.That(letters.Count(static row => row.Contains("TooFarAhead", StringComparison.Ordinal)), Is.EqualTo(8), "two statements");
        }
    }

    private static List<Comparison> Compare(string script, string[] tables, bool doMarksPass)
    {
        SqlJobPlan plan = CheckpointScripts.Compile(script);
        return [.. Enumerable.Range(1, Streams).Select(seed => Compare(plan, seed, tables, doMarksPass))];
    }

    // One bed where nothing is ever pending, and one with units and shards as the seed will have it.
    private static Comparison Compare(SqlJobPlan plan, int seed, string[] tables, bool doMarksPass)
    {
        var random = new Random(seed);
        int[] choices = [.. Enumerable.Range(0, 4).Select(_ => random.Next())];
        using var whole = new PlanTestBed(plan, firingUnitRows: int.MaxValue);
        using var held = new PlanTestBed(
            plan, shards: 1 + (choices[0] % 3), firingUnitRows: 1 + (choices[1] % 9), heldBytesMax: choices[2] % 4 > 0 ? 1 << 24 : 700);
        PlanTestBed[] both = [whole, held];
        int marks = 0;
        int pending = 0;
        int markEvery = 1 + (choices[3] % 20);
        int rows = random.Next(40, 160);
        long nowMs = 0;
        for (int i = 0; i < rows; i++)
        {
            nowMs += random.Next(8) == 0 ? random.Next(15_000) : random.Next(800);
            long atMs = Math.Max(0, nowMs - random.Next(3000));
            string[] values = [Time(atMs), $"t{random.Next(3)}", $"k{random.Next(5)}", random.Next(6).ToString(CultureInfo.InvariantCulture)];
            string table = tables[i < rows / 2 ? random.Next(tables.Length) : 0];
            int source = random.Next(3);
            bool isNamed = random.Next(30) == 0;
            bool isMark = random.Next(markEvery) == 0;
            held.IsBusy = i % 16 > choices[0] % 16;
            foreach (PlanTestBed bed in both)
            {
                bed.Source = source;
                if (isNamed)
                {
                    bed.NameSource("ev", source, $"file {i}");
                }

                bed.Row(table, values);
                if (isMark && doMarksPass)
                {
                    bed.PassMark();
                }

                if (i == rows / 2 && tables.Length > 1)
                {
                    bed.End(tables[1]);
                }
            }

            marks += isMark ? 1 : 0;
            pending += held.IsPending ? 1 : 0;
            if (isMark && !doMarksPass)
            {
                Assert.That(held.Mark(), Is.EqualTo(whole.Mark()), $"state, seed {seed}, row {i}");
            }
        }

        Array.ForEach(both, bed => bed.End(tables[0]));
        Assert.That(held.TakeChanges(), Is.EqualTo(whole.TakeChanges()), $"seed {seed}");
        Assert.That(held.Marks, Is.EqualTo(whole.Marks), $"marks, seed {seed}");
        Assert.That(held.Mark(), Is.EqualTo(whole.Mark()), $"state, seed {seed}");
        Assert.That(whole.Postponed, Is.Zero);
        return new Comparison(pending, marks, held.Postponed);
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

    private sealed record Comparison(int Pending, int Marks, int Postponed);
}
