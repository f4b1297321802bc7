using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Hashing;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>Tenants whose watermarks stay further behind than WATERMARK says, or less.</summary>
public sealed class WatermarkDelayTests
{
    private const int Streams = 60;

    private const string Overrides = """
        SET 'hotpath.table.ev.tenant.eager.watermark-delay' = '0 s';
        SET 'hotpath.table.ev.tenant.slow.watermark-delay' = '20 s';

        """;

    private static readonly (string Tenant, int DelaySeconds)[] s_tenants = [("eager", 0), ("slow", 20), ("other", 5)];

    private static readonly string[] s_queries =
    [
        """
        SELECT tenant, window_end, COUNT(*) AS n
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY tenant, window_start, window_end;
        """,
        """
        SELECT tenant, window_end, COUNT(*) AS n
        FROM TABLE(SESSION(TABLE ev PARTITION BY tenant, DESCRIPTOR(ts), INTERVAL '4' SECOND))
        GROUP BY tenant, window_start, window_end;
        """,
    ];

    /// <summary>Each tenant gets what a script gives that declares its delay for all.</summary>
    [Test]
    public void Tenants_GetWhatTheirDelayDeclaredForAllGives([Range(0, 1)] int query)
    {
        int differing = 0;
        for (int i = 0; i < Streams; i++)
        {
            ulong seed = TestSeed.Value + (ulong)i;
            List<string> found = Run(Overrides, 5, s_queries[query], seed);
            List<string> undelayed = Run(string.Empty, 5, s_queries[query], seed);
            foreach ((string tenant, int delaySeconds) in s_tenants)
            {
                List<string> wanted = Of(tenant, Run(string.Empty, delaySeconds, s_queries[query], seed));
                Assert.That(Of(tenant, found), Is.EqualTo(wanted), $"HOTPATH_SEED={seed}, tenant {tenant}");
                differing += wanted.SequenceEqual(Of(tenant, undelayed)) ? 0 : 1;
            }
        }

        Assert.That(differing, Is.GreaterThan(Streams / 2), "delays that change nothing prove little");
    }

    /// <summary>A statement that is nobody's own has the watermark that the table declares.</summary>
    [Test]
    public void GlobalStatements_KeepTheDeclaredWatermark()
    {
        const string Query = """
            SELECT window_end, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))
            GROUP BY window_start, window_end;
            """;
        Assert.That(Run(Overrides, 5, Query, TestSeed.Value), Is.EqualTo(Run(string.Empty, 5, Query, TestSeed.Value)));
    }

    [TestCase("SET 'hotpath.table.ev.watermark-delay' = '1 s';", "'hotpath.table.ev.watermark-delay' names no tenant")]
    [TestCase("SET 'hotpath.table.eve.tenant.a.watermark-delay' = '1 s';", "names table 'eve', which does not exist")]
    [TestCase("SET 'hotpath.table.ev.tenant.a.watermark-delay' = 'long';", "'long'")]
    [TestCase("SET 'hotpath.table.plain.tenant.a.watermark-delay' = '1 s';", "table 'plain' declares no WATERMARK")]
    [TestCase("SET 'hotpath.table.alone.tenant.a.watermark-delay' = '1 s';", "is for a tenant, and table 'alone' has none")]
    public void Settings_ThatDoNotFit_AreRefused(string setting, string message)
    {
        string script = Table(5) + """
            CREATE TABLE plain (tenant STRING) WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
            CREATE TABLE alone (ts TIMESTAMP(3), WATERMARK FOR ts AS ts)
            WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

            """ + setting + s_queries[0];
        CompileResult result = SqlCompiler.Compile([new ScriptText("t.sql", script)], new Dictionary<string, string>());
        Assert.That(result.Diagnostics.Select(static d => d.ToString()), Has.Some.Contains(message));
    }

    private static string Table(int delaySeconds) => $"""
        SET 'hotpath.table.ev.tenant' = 'tenant';
        CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, WATERMARK FOR ts AS ts - INTERVAL '{delaySeconds}' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private static List<string> Of(string tenant, List<string> changes) =>
        [.. changes.Where(change => change.Contains($"|{tenant},", StringComparison.Ordinal))];

    private static List<string> Run(string settings, int delaySeconds, string query, ulong seed)
    {
        var random = new SplitMix64(seed);
        var changes = new List<string>();
        using var bed = new PlanTestBed(Table(delaySeconds) + settings + query, shards: 2);
        DateTime time = new(2026, 8, 1, 12, 0, 0, DateTimeKind.Utc);
        for (int i = 0; i < 120; i++)
        {
            time = time.AddMilliseconds(random.Below(1500));
            bed.Row(
                "ev",
                time.AddSeconds(-random.Below(random.Below(3) == 0 ? 25 : 1)).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
                s_tenants[random.Below(3)].Tenant);
            changes.AddRange(bed.TakeChanges());
        }

        bed.End("ev");
        changes.AddRange(bed.TakeChanges());
        return changes;
    }
}
