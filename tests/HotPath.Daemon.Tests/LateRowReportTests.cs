using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>
/// Late rows that no first operator of a statement drops: of a window behind UNION ALL and behind last rows. They are in
/// no result, so summary, report, status and the lines of <c>--quiet</c> count them.
/// </summary>
public sealed class LateRowReportTests
{
    private const string Tables = """
        CREATE TABLE orders (ts TIMESTAMP(3), shop STRING, WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = '$DIR/in.csv', 'format' = 'csv');
        CREATE TABLE refunds (ts TIMESTAMP(3), shop STRING, WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = '$DIR/in2.csv', 'format' = 'csv');
        SET 'hotpath.table.orders.tenant' = 'shop';
        SET 'hotpath.table.refunds.tenant' = 'shop';

        """;

    private const string Union = """
        SELECT window_start, shop, COUNT(*) AS n
        FROM TABLE(TUMBLE((SELECT ts, shop FROM orders UNION ALL SELECT ts, shop FROM refunds), DESCRIPTOR(ts), INTERVAL '10' SECOND))
        GROUP BY window_start, window_end, shop;
        """;

    private const string LastRows = """
        SELECT window_start, COUNT(*) AS n FROM TABLE(TUMBLE(
          (SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY shop ORDER BY ts DESC) AS rn FROM orders) WHERE rn = 1),
          DESCRIPTOR(ts), INTERVAL '10' SECOND))
        GROUP BY window_start, window_end;
        """;

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Make()
    {
        _folder = new ScratchFolder();
        _folder.Write("in.csv", """
            2026-08-01 12:00:05.000,paris
            2026-08-01 12:00:40.000,paris
            2026-08-01 12:00:08.000,paris
            2026-08-01 12:00:41.000,tokyo
            2026-08-01 12:00:09.000,rome

            """);
        _folder.Write("in2.csv", """
            2026-08-01 12:00:39.000,paris
            2026-08-01 12:00:41.000,paris
            2026-08-01 12:00:42.000,oslo

            """);
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void WindowBehindUnionAll_CountsItsLateRows()
    {
        (string messages, JsonElement[] statements) = Run(Union);
        Assert.That(messages, Does.Contain("statement 1 select-1: 5 of 5 rows applied, 0 filtered, 0 late, 0 failed -> 6 rows, "
            + "1 late in operators behind the first\n"));
        Assert.That(statements.Sum(static s => s.GetProperty("lateBehind").GetInt64()), Is.EqualTo(1));
        Assert.That(Quiet(Union), Does.Contain("statement 1 select-1: 1 late row in no result"));
    }

    /// <summary>Of oslo the first input has no row, and yet it has a result.</summary>
    [Test]
    public void TenantOfTheSecondInputAlone_IsReported()
    {
        (_, JsonElement[] statements) = Run(Union);
        JsonElement oslo = statements.Single(static s => s.GetProperty("tenant").GetString() == "oslo" && s.GetProperty("id").GetInt32() == 1);
        Assert.That((oslo.GetProperty("delivered").GetInt64(), oslo.GetProperty("produced").GetInt64()), Is.EqualTo((0, 1)));
    }

    [Test]
    public void WindowBehindLastRows_CountsItsLateRows()
    {
        (string messages, JsonElement[] statements) = Run(LastRows);
        Assert.That(messages, Does.Contain("0 late, 0 failed -> 1 row, 1 late in operators behind the first"));
        Assert.That(statements.Single().GetProperty("lateBehind").GetInt64(), Is.EqualTo(1));
        Assert.That(Quiet(LastRows), Does.Contain("statement 1 select-1: 1 late row in no result"));
    }

    [Test]
    public void Status_AtTheEnd_CountsThemToo()
    {
        JsonElement ledger = LedgerOf(Union);
        Assert.That((ledger.GetProperty("late").GetInt64(), ledger.GetProperty("lateBehind").GetInt64()), Is.EqualTo((0, 1)));
    }

    /// <summary>Rows of both inputs of UNION ALL, of none of which the window behind it can form its sum.</summary>
    [Test]
    public void Status_AtTheEnd_CountsFailedRowsBehindTheFirstOperator()
    {
        JsonElement ledger = LedgerOf(Union.Replace("COUNT(*) AS n", "SUM(CAST(shop AS INT)) AS n", StringComparison.Ordinal));
        Assert.That((ledger.GetProperty("failed").GetInt64(), ledger.GetProperty("failedBehind").GetInt64()), Is.EqualTo((0, 8)));
    }

    /// <summary>Of five rows two are late: one for a window that is kept, one beyond.</summary>
    [Test]
    public void RowsThatCorrectWindows_AreCountedBesideThoseInNoResult()
    {
        const string Kept = """
            SET 'hotpath.allowed-lateness' = '30 s';
            SELECT window_start, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '10' SECOND))
            GROUP BY window_start, window_end;
            """;
        _folder.Write("in.csv", File.ReadAllText(_folder.File("in.csv")).Replace("12:00:40", "12:00:39", StringComparison.Ordinal));
        (string messages, JsonElement[] statements) = Run(Kept);
        Assert.That(messages, Does.Contain("4 of 5 rows applied, 0 filtered, 1 late, 0 failed -> ").And.Contain(", 1 applied to windows that had fired"));
        Assert.That(statements.Single().GetProperty("revised").GetInt64(), Is.EqualTo(1));
    }

    private (string Messages, JsonElement[] Statements) Run(string query)
    {
        CommandResult run = CommandRun.Complete($"hotpath run {Job(query)} --report {_folder.File("report.json")}");
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(_folder.File("report.json")));
        return (run.Errors, [.. report.RootElement.GetProperty("statements").EnumerateArray().Select(static s => s.Clone())]);
    }

    private string Quiet(string query) => CommandRun.Complete($"hotpath run {Job(query)} --quiet").Errors;

    private JsonElement LedgerOf(string script)
    {
        CommandResult run = CommandRun.Complete($"hotpath run {Job(script)} --data {_folder.File("data")}");
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        using JsonDocument status = JsonDocument.Parse(File.ReadAllText(_folder.File("data/status.json")));
        return status.RootElement.GetProperty("ledger").Clone();
    }

    private string Job(string query)
    {
        _folder.Write("job.sql", (Tables + query).Replace("$DIR", _folder.Path, StringComparison.Ordinal));
        return _folder.File("job.sql");
    }
}
