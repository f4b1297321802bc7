using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.EventIds;

/// <summary>What the settings of event ids may say, and how they are refused.</summary>
public sealed class EventIdSettingTests
{
    private const string Table = """
        CREATE TABLE ev (ts TIMESTAMP(3), id STRING, n BIGINT, d DOUBLE, c AS UPPER(id), WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
        CREATE TABLE timeless (id STRING) WITH ('connector' = 'filesystem', 'path' = 'y', 'format' = 'csv');
        SELECT id FROM ev;

        """;

    [TestCase("SET 'hotpath.table.ev.event-id' = 'id';", 1, 3_600_000)]
    [TestCase("SET 'hotpath.table.ev.dedup-window' = '90 s'; SET 'hotpath.table.ev.event-id' = 'n';", 2, 90_000)]
    [TestCase("SET 'hotpath.table.ev.event-id' = 'id'; SET 'hotpath.table.ev.dedup-window' = '2 d';", 1, 172_800_000)]
    public void Settings_AreTaken(string settings, int column, long windowMs)
    {
        IJobPlan plan = Compile(settings + Table).Plan!;

        EventIdDefinition id = plan.Tables[0].EventId!;
        Assert.That((id.Column, id.WindowMs), Is.EqualTo((column, windowMs)));
        Assert.That(plan.Tables[0].NotNullColumns, Does.Contain(column));
        Assert.That(plan.Explain, Does.Contain($"event id: {plan.Tables[0].Schema.Columns[column].Name}; ").And.Contain($"{windowMs} ms"));
        Assert.That(plan.PlanText, Does.Contain($"dedup-window-ms={windowMs}"));
        Assert.That(plan.Statements.Select(static s => s.OperatorId), Has.None.EqualTo(id.OperatorId));
    }

    [Test]
    public void WithoutSettings_ThePlanSaysNothingOfThem() =>
        Assert.That(Compile(Table).Plan!.PlanText, Does.Not.Contain("event-id"));

    [TestCase("SET 'hotpath.table.ev.event-id' = 'idd';", "'idd' is not a stored column of table 'ev'")]
    [TestCase("SET 'hotpath.table.ev.event-id' = 'c';", "'c' is not a stored column of table 'ev'")]
    [TestCase("SET 'hotpath.table.ev.event-id' = 'd';", "'d' must be STRING, BYTES or an integer, not DOUBLE")]
    [TestCase("SET 'hotpath.table.eve.event-id' = 'id';", "table 'eve', which does not exist")]
    [TestCase("SET 'hotpath.table.timeless.event-id' = 'id';", "'timeless' declares no WATERMARK")]
    [TestCase("SET 'hotpath.table.ev.dedup-window' = '1 h';", "add SET 'hotpath.table.ev.event-id' = '<column>'")]
    [TestCase("SET 'hotpath.table.ev.event-id' = 'id'; SET 'hotpath.table.ev.dedup-window' = 'soon';", "must be a duration like")]
    [TestCase("SET 'hotpath.table.eve.dedup-window' = '1 h';", "names table 'eve', which does not exist; did you mean 'ev'?")]
    [TestCase("SET 'hotpath.table.ev.tenant.t.dedup-window' = '1 h';", "is not an option of a tenant; SET 'hotpath.table.ev.dedup-window'")]
    [TestCase("SET 'hotpath.table.ev.tenant.t.event-id' = 'id';", "is not an option of a tenant; SET 'hotpath.table.ev.event-id'")]
    [TestCase("SET 'hotpath.table.ev.tenant.t.future-bound' = '1 h';", "is not an option of a tenant; SET 'hotpath.table.ev.future-bound'")]
    [TestCase("SET 'hotpath.table.eve.future-bound' = '1 min';", "names table 'eve', which does not exist")]
    [TestCase("SET 'hotpath.table.timeless.future-bound' = '1 min';", "'timeless' declares no WATERMARK")]
    [TestCase("SET 'hotpath.table.ev.future-bound' = 'soon';", "must be a duration like")]
    [TestCase("SET 'hotpath.table.ev.event-ids' = 'id';", "option 'hotpath.table.ev.event-ids' is not known")]
    public void WrongSetting_IsRefusedByName(string setting, string message)
    {
        CompileResult result = Compile(setting + Table);

        Assert.That(result.Plan, Is.Null);
        Assert.That(string.Join('\n', result.Diagnostics), Does.Contain(message));
    }

    /// <summary>Corrections that never come, since the rows that would make them are refused, are a mistake.</summary>
    [TestCase("SET 'hotpath.allowed-lateness' = '2 h';", "7260000 ms behind the watermark, but those more than 3600000 ms")]
    [TestCase("SET 'hotpath.table.ev.allowed-lateness' = '61 min';", "3720000 ms behind the watermark, but those more than 3600000 ms")]
    [TestCase("SET 'hotpath.allowed-lateness' = '1 h';", "3660000 ms behind the watermark, but those more than 3600000 ms")]
    [TestCase("SET 'hotpath.allowed-lateness' = '59 min';", null)]
    [TestCase("SET 'hotpath.allowed-lateness' = '2 h'; SET 'hotpath.table.ev.dedup-window' = '121 min';", null)]
    public void LatenessBeyondTheWindow_IsWarnedOf(string settings, string? message)
    {
        const string query = """
            SELECT id FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY id, window_start, window_end;
            """;
        CompileResult result = Compile($"SET 'hotpath.table.ev.event-id' = 'id';{Table}{settings}{query}");
        string[] found = [.. result.Diagnostics.Select(static d => d.ToString())];

        Assert.That(result.Plan, Is.Not.Null);
        Assert.That(found, message is null ? Is.Empty : Has.One.Contains(message));
    }

    [Test]
    public void IdOfAWrittenTable_IsWarnedOf()
    {
        const string sink = """
            CREATE TABLE o (ts TIMESTAMP(3), id STRING, WATERMARK FOR ts AS ts) WITH ('connector' = 'blackhole');
            INSERT INTO o SELECT ts, id FROM ev;
            """;
        CompileResult written = Compile($"SET 'hotpath.table.o.event-id' = 'id';{Table}{sink}");
        CompileResult read = Compile($"SET 'hotpath.table.ev.event-id' = 'id';{Table}{sink}");

        Assert.That(written.Plan, Is.Not.Null);
        Assert.That(string.Join('\n', written.Diagnostics), Does.Contain("has no effect: copies are recognised in what is read"));
        Assert.That(read.Diagnostics, Is.Empty);
    }

    private static CompileResult Compile(string script) =>
        SqlCompiler.Compile([new ScriptText("test.sql", script)], new Dictionary<string, string>());
}
