using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Hashing;
using HotPath.Integration.Tests.Support;
using NUnit.Framework;

namespace HotPath.Integration.Tests;

/// <summary>
/// Under declared tenancy one tenant's wrong clock, silence or poison rows change no result of another tenant. Source:
/// design.md, "Tenants, scope and clocks".
/// </summary>
public sealed class TenantIsolationTests
{
    private const string Script = """
        CREATE TABLE ev (
          ts TIMESTAMP(3), tenant STRING, k STRING, v INT, s STRING,
          WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
        ) WITH ('connector' = 'filesystem', 'path' = '${INPUT}', 'format' = 'csv', 'csv.null-literal' = 'NULL');
        SET 'hotpath.table.ev.tenant' = 'tenant';
        SELECT tenant, window_start, k, COUNT(*) AS n, SUM(100 / v) AS x, MAX(CAST(s AS INT)) AS y
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY tenant, window_start, window_end, k;
        SELECT tenant, ts, k, 10 / v AS x FROM ev WHERE CHAR_LENGTH(k) = 2;
        """;

    [TestCase("clock far ahead")]
    [TestCase("clock far behind")]
    [TestCase("silence")]
    [TestCase("poison")]
    [TestCase("flood")]
    public void OneTenant_Misbehaves_OthersResultsStayTheSame(string fault)
    {
        using var folder = new WorkFolder();
        for (int i = 0; i < 25; i++)
        {
            ulong seed = Seeds.Base + (ulong)i;
            List<Event> events = Stream(new SplitMix64(seed));
            List<Event> broken = [.. events.SelectMany(e => e.Tenant == "t0" ? Misbehave(e, fault) : [e])];
            string[] expected = Others(Run(folder, events));
            Assert.That(expected, Is.Not.Empty);
            Assert.That(Others(Run(folder, broken)), Is.EqualTo(expected), $"HOTPATH_SEED={seed} {fault}");
        }
    }

    [Test]
    public void WithoutTenancy_OneClockMovesEveryone_SoTheTestCanFail()
    {
        using var folder = new WorkFolder();
        List<Event> events = Stream(new SplitMix64(Seeds.Base));
        List<Event> broken = [.. events.SelectMany(e => e.Tenant == "t0" ? Misbehave(e, "clock far ahead") : [e])];
        string script = Script.Replace("SET 'hotpath.table.ev.tenant' = 'tenant';", string.Empty, StringComparison.Ordinal);
        Assert.That(Others(Run(folder, broken, script)), Is.Not.EqualTo(Others(Run(folder, events, script))));
    }

    private static IEnumerable<Event> Misbehave(Event e, string fault) => fault switch
    {
        "clock far ahead" => [e with { Time = e.Time.AddYears(20) }],
        "clock far behind" => [e with { Time = e.Time.AddYears(-20) }],
        "silence" => [],
        "poison" => [e with { V = 0, S = "no number" }],
        _ => [e, e, e with { K = e.K + "long" }],
    };

    private static string[] Others(RunResult result) =>
        [.. result.Texts.SelectMany(t => t.Value.Split('\n').Where(l => l.StartsWith("+I,", StringComparison.Ordinal)
            && !l.StartsWith("+I,t0,", StringComparison.Ordinal)).Select(l => t.Key + ":" + l)).Order(StringComparer.Ordinal)];

    private static RunResult Run(WorkFolder folder, List<Event> events, string script = Script)
    {
        string input = folder.Write("input.csv", string.Concat(events.Select(e => e.Line)));
        IJobPlan plan = TestEngine.Compile(input, script);
        return TestEngine.Run(plan, TestEngine.Small with { ShardCount = 3 });
    }

    private static List<Event> Stream(SplitMix64 random)
    {
        var events = new List<Event>();
        var time = new DateTime(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc);
        for (int i = 0; i < 120; i++)
        {
            time = time.AddMilliseconds(random.Below(900));
            events.Add(new Event(
                time.AddMilliseconds(-random.Below(4000)),
                $"t{random.Below(4)}",
                $"k{random.Below(3)}",
                random.Below(6),
                random.Below(10) == 0 ? "bad" : random.Below(100).ToString(CultureInfo.InvariantCulture)));
        }

        return events;
    }

    private sealed record Event(DateTime Time, string Tenant, string K, int V, string S)
    {
        public string Line => string.Create(CultureInfo.InvariantCulture, $"{Time:yyyy-MM-dd HH:mm:ss.fff},{Tenant},{K},{V},{S}\n");
    }
}
