using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Foundation.Errors;
using HotPath.Operators.Shards;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>Rows that are late go where the script says: each once, with its window, how late it was and all of it.</summary>
public sealed class LateOutputTests
{
    private const string Tables = """
        CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, k STRING, v INT, WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
        CREATE TABLE late (window_start TIMESTAMP(3), window_end TIMESTAMP(3), lateness_ms BIGINT, query_name STRING, event STRING)
        WITH ('connector' = 'blackhole');
        CREATE TABLE others (k STRING, lateness_ms BIGINT) WITH ('connector' = 'blackhole');

        """;

    private const string Counts = """
        SELECT k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))
        GROUP BY k, window_start, window_end;

        """;

    [Test]
    public void LateRow_ComesOutWhole()
    {
        using var bed = new PlanTestBed(Tables + "SET 'hotpath.late-output' = 'late';" + Counts);
        bed.Row("ev", "2026-08-01 12:00:09", "a", "k0", "1");
        bed.Row("ev", "2026-08-01 12:00:20", "a", "k1", "2");
        bed.Row("ev", "2026-08-01 12:00:08.5", "a", "q\"\\\u0001", null);
        Assert.That(bed.Take(), Is.EqualTo(new[]
        {
            "1|k0,1",
            "2|2026-08-01 12:00:00.000,2026-08-01 12:00:10.000,10001,select-1,"
            + "{\"ts\":\"2026-08-01 12:00:08.5\",\"tenant\":\"a\",\"k\":\"q\\\"\\\\\\u0001\",\"v\":null}",
        }));
        bed.End("ev");
        bed.Mark();
        StatementCounters counters = bed.Counters.Single();
        Assert.That((counters.Delivered, counters.Applied, counters.Late, counters.LateReleased), Is.EqualTo((3, 2, 1, 1)));
    }

    /// <summary>That of a statement goes before that of its table, also to have none; each holds for what follows.</summary>
    [Test]
    public void Statements_HaveTheirOwn()
    {
        string second = Counts.Replace("'10'", "'5'", StringComparison.Ordinal);
        using var bed = new PlanTestBed(
            Tables + Counts + "SET 'hotpath.late-output' = 'others';" + second + "SET 'hotpath.late-output' = '';" + Counts
            + "SET 'hotpath.table.ev.late-output' = 'late';");
        bed.Row("ev", "2026-08-01 12:00:10", "a", "k0", "1");
        bed.Row("ev", "2026-08-01 12:00:01", "a", "k1", "1");
        Assert.That(bed.Take(), Is.EqualTo(new[]
        {
            "4|2026-08-01 12:00:00.000,2026-08-01 12:00:10.000,1,select-1,"
            + "{\"ts\":\"2026-08-01 12:00:01\",\"tenant\":\"a\",\"k\":\"k1\",\"v\":1}",
            "5|k1,5001",
        }));
        Assert.That(bed.Counters.Select(static c => (c.Late, c.LateReleased)), Is.EqualTo(new[] { (1L, 1L), (1, 1), (1, 0) }));
        Assert.That(bed.Counters, Has.All.Property(nameof(StatementCounters.IsBalanced)).True);
    }

    /// <summary>A later stage drops rows of its own: all their columns are there, also those that it does not read.</summary>
    [Test]
    public void LateRow_OfALaterStage_ComesOutWhole()
    {
        using var bed = new PlanTestBed(Tables + """
            SET 'hotpath.late-output' = 'late';
            SELECT k, rn FROM (
              SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY v) AS rn
              FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND))) WHERE rn = 1;
            """);
        bed.Row("ev", "2026-08-01 12:00:10", "a", "k0", "1");
        bed.Row("ev", "2026-08-01 12:00:02", "a", "k1", "3");
        IReadOnlyList<string> found = bed.Take();
        Assert.That(found.Select(static row => row.Split(",{")[0]), Is.EqualTo(new[]
        {
            "2|2026-08-01 11:59:55.000,2026-08-01 12:00:05.000,5001,select-1",
            "2|2026-08-01 12:00:00.000,2026-08-01 12:00:10.000,1,select-1",
        }));
        Assert.That(found, Has.All.Contains("\"tenant\":\"a\",\"k\":\"k1\",\"v\":3"));
    }

    [TestCase(ShardFault.DropLate)]
    [TestCase(ShardFault.DoubleLate)]
    public void LateRow_LostOrDoubled_TurnsTheLedgerRed(ShardFault fault)
    {
        using var bed = PlanTestBed.WithFault(
            Tables + "SET 'hotpath.late-output' = 'late';" + Counts, new OneShardFault(fault, position: 64 * 3));
        bed.Row("ev", "2026-08-01 12:00:10", "a", "k0", "1");
        bed.Row("ev", "2026-08-01 12:00:02", "a", "k1", "3");
        bed.Row("ev", "2026-08-01 12:00:03", "a", "k1", "3");
        HotPathException? error = Assert.Throws<HotPathException>(() => bed.Mark());
        Assert.That(error!.Code, Is.EqualTo(ErrorCode.LedgerUnbalanced));
    }

    [TestCase("SET 'hotpath.late-output' = 'later';", "'hotpath.late-output' names table 'later', which does not exist; did you mean 'late'?")]
    [TestCase("SET 'hotpath.table.eve.late-output' = 'late';", "'hotpath.table.eve.late-output' names table 'eve', which does not exist; did you mean 'ev'?")]
    [TestCase("SET 'hotpath.late-output' = 'bad';", "'hotpath.late-output': column 'lateness_ms' of table 'bad' must be BIGINT, not INT")]
    [TestCase("SET 'hotpath.late-output' = 'odd';", "'hotpath.late-output': column 'kk' of table 'odd' (STRING) is neither window_start, window_end, "
        + "lateness_ms, query_name or event, nor a stored column of the rows with its type: ts TIMESTAMP(3), tenant STRING, k STRING, v INT "
        + "(statement at t.sql:7:97)")]
    public void Setting_ThatDoesNotFit_IsRefused(string set, string message)
    {
        CompileResult result = SqlCompiler.Compile(
            [new ScriptText("t.sql", Tables + """
                CREATE TABLE bad (lateness_ms INT) WITH ('connector' = 'blackhole');
                CREATE TABLE odd (kk STRING) WITH ('connector' = 'blackhole');
                """ + set + Counts)],
            new Dictionary<string, string>());
        Assert.That(result.Diagnostics.Select(static d => d.ToString()), Has.Some.Contains(message));
        Assert.That(result.Plan, Is.Null);
    }
}
