using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Binding;

/// <summary>A setting for the statements behind it that none of them takes is told, for it does nothing.</summary>
[TestFixture]
public sealed class SettingEffectTests
{
    private const string Tables = """
        CREATE TABLE ev (user_key BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = 'in.csv', 'format' = 'csv');
        CREATE TABLE late (event STRING, lateness_ms BIGINT) WITH ('connector' = 'blackhole');

        """;

    private const string Windowed = """
        SELECT user_key, COUNT(*), CAST(NULL AS STRING) AS reason
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY user_key, window_start, window_end;
        """;

    private const string Unbounded = "SELECT user_key, COUNT(*) FROM ev GROUP BY user_key;";
    private const string Plain = "SELECT user_key FROM ev;";
    private const string Lateness = "SET 'hotpath.allowed-lateness' = '5 s';";

    [TestCase("hotpath.state.ttl", "1 h", Windowed, "GROUP BY, DISTINCT or ROW_NUMBER without a window")]
    [TestCase("hotpath.window-timeout", "1 s", Unbounded, "windows over event time")]
    [TestCase("hotpath.closed-by", "raeson", Windowed, "a column of its name")]
    [TestCase("hotpath.allowed-lateness", "1 s", Unbounded, "windows that can be corrected")]
    [TestCase("hotpath.late-output", "late", Plain, "windows over event time or first rows")]
    public void Setting_ThatNoStatementTakes_IsWarnedOf(string key, string value, string statement, string where)
    {
        string set = $"SET '{key}' = '{value}';";
        string[] expected = [$"'{key}' has no effect: no statement behind it has {where}"];
        Assert.That(Warnings(Tables + set + statement), Is.EqualTo(expected));
        Assert.That(Warnings(set + Tables + statement + set), Is.EqualTo(expected), "set twice");
    }

    [TestCase("hotpath.state.ttl", "1 h", Unbounded)]
    [TestCase("hotpath.window-timeout", "1 s", Lateness + Windowed)]
    [TestCase("hotpath.closed-by", "reason", Windowed)]
    [TestCase("hotpath.allowed-lateness", "1 s", Windowed)]
    [TestCase("hotpath.late-output", "late", Windowed)]
    public void Setting_ThatAStatementTakes_IsNotWarnedOf_UnlessItComesTooLate(string key, string value, string statement)
    {
        string set = $"SET '{key}' = '{value}';";
        Assert.That(Warnings(Tables + set + Plain + statement), Is.Empty);
        Assert.That(
            Warnings(Tables + statement + set), Has.Exactly(1).Items.And.Some.StartsWith($"'{key}' has no effect"));
    }

    [TestCase("hotpath.state.ttl", "0 ms")]
    [TestCase("hotpath.allowed-lateness", "0 s")]
    [TestCase("hotpath.late-output", "")]
    public void Setting_ThatTurnsSomethingOff_IsNotWarnedOf(string key, string value) =>
        Assert.That(Warnings($"{Tables}SET '{key}' = '{value}';{Plain}"), Is.Empty);

    [Test]
    public void Script_WithErrors_HasOnlyThose() =>
        Assert.That(Warnings(Tables + "SET 'hotpath.closed-by' = 'reason'; SELECT nothing FROM ev;"), Is.Empty);

    private static IEnumerable<string> Warnings(string script) =>
        SqlCompiler.Compile([new ScriptText("t.sql", script)], new Dictionary<string, string>())
            .Diagnostics.Where(static told => told.Kind == DiagnosticKind.Warning).Select(static told => told.Message);
}
