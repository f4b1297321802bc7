using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Hashing;
using HotPath.Sql.Syntax;
using HotPath.Sql.Tests.Execution;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Functions;

/// <summary>
/// The aggregates of docs/examples/functions over random streams, in every window and without one, against what LINQ
/// makes of the same rows. Rows that make one throw are dead letters and leave no trace.
/// </summary>
public sealed class AggregateFunctionTests
{
    private const int RowsPerStream = 400;
    private const int StreamsPerTest = 4;
    private const long DelayMs = 2_000;

    private const string Select = """
        COUNT(*) AS n, weighted_average(price, qty) AS a, longest(name) AS l,
        weighted_average(price, qty) FILTER (WHERE qty < 4) AS few, SUM(qty) AS s
        """;

    internal static string Table { get; } = FunctionAssembly.UseExamples + """
        CREATE FUNCTION weighted_average AS 'shop.WeightedAverage';
        CREATE FUNCTION longest AS 'shop.Longest';
        CREATE TABLE ev (ts TIMESTAMP(3), k STRING, price DECIMAL(10, 2), qty BIGINT, name STRING,
          WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    [Test]
    public void Windows_OverRandomStreams_GiveWhatLinqGives([Values("TUMBLE", "HOP", "CUMULATE")] string kind, [Values] bool isWhole)
    {
        for (int i = 0; i < StreamsPerTest; i++)
        {
            ulong seed = TestSeed.Value + (ulong)i;
            List<AggregateRow> rows = Rows(new SplitMix64(seed));
            string key = isWhole ? "" : ", k";
            string sizes = kind == "TUMBLE" ? "INTERVAL '20' SECOND" : "INTERVAL '5' SECOND, INTERVAL '20' SECOND";
            string sql = Table + $"SELECT window_start, window_end{key}, {Select} FROM TABLE({kind}(TABLE ev, DESCRIPTOR(ts), {sizes})) "
                + $"GROUP BY window_start, window_end{key};";

            IEnumerable<string> expected =
                from row in rows
                where !row.Fails
                from window in WindowsOf(kind, row.TimeMs)
                group row by (window, Key: isWhole ? "" : row.Key) into groups
                where kind != "CUMULATE" || groups.Any()
                select $"{AggregateRow.Text(groups.Key.window.Start)},{AggregateRow.Text(groups.Key.window.End)}"
                    + (isWhole ? "" : "," + groups.Key.Key) + "," + Result(groups);
            AssertRun(sql, rows, expected, seed);
        }
    }

    [Test]
    public void Sessions_OverRandomStreams_GiveWhatLinqGives()
    {
        for (int i = 0; i < StreamsPerTest; i++)
        {
            ulong seed = TestSeed.Value + (ulong)i;
            List<AggregateRow> rows = Rows(new SplitMix64(seed));
            string sql = Table + $"SELECT window_start, window_end, k, {Select} "
                + "FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '1.5' SECOND)) GROUP BY window_start, window_end, k;";

            var expected = new List<string>();
            foreach (IGrouping<string, AggregateRow> ofKey in rows.Where(static row => !row.Fails).GroupBy(static row => row.Key))
            {
                foreach (List<AggregateRow> session in SessionsOf(ofKey))
                {
                    expected.Add($"{AggregateRow.Text(session[0].TimeMs)},{AggregateRow.Text(session[^1].TimeMs + 1_500)},{ofKey.Key},{Result(session)}");
                }
            }

            Assert.That(expected, Has.Count.GreaterThan(20));
            AssertRun(sql, rows, expected, seed);
        }
    }

    [Test]
    public void Groups_OverRandomStreams_ChangeAsLinqSays()
    {
        for (int i = 0; i < StreamsPerTest; i++)
        {
            ulong seed = TestSeed.Value + (ulong)i;
            var seen = new Dictionary<string, List<AggregateRow>>();
            using var bed = new PlanTestBed(Table + $"SELECT k, {Select} FROM ev GROUP BY k;");
            foreach (AggregateRow row in Rows(new SplitMix64(seed)))
            {
                bed.Row("ev", row.Fields);
                bool isNew = !seen.TryGetValue(row.Key, out List<AggregateRow>? group);
                string? before = isNew ? null : Result(group!);
                if (!row.Fails)
                {
                    seen[row.Key] = [.. group ?? [], row];
                }

                IEnumerable<string> expected = row.Fails
                    ? ["+I 0|select-1,group,FunctionFailed,NULL,NULL,ev"]
                    : isNew
                        ? [$"+I 1|{row.Key},{Result(seen[row.Key])}"]
                        : [$"-U 1|{row.Key},{before}", $"+U 1|{row.Key},{Result(seen[row.Key])}"];
                Assert.That(bed.TakeChanges(), Is.EqualTo(expected), $"HOTPATH_SEED={seed}: {row}");
                Assert.That(bed.StateEntries, Is.EqualTo(seen.Count));
            }
        }
    }

    [Test]
    public void RowsThatChange_AreTakenBack()
    {
        ulong seed = TestSeed.Value;
        var best = new Dictionary<string, (decimal? Price, long Rows)>();
        using var bed = new PlanTestBed(Table + """
            SELECT weighted_average(price, n) AS a, COUNT(*) AS keys FROM (SELECT k, MAX(price) AS price, COUNT(*) AS n FROM ev GROUP BY k);
            """);
        string last = "";
        foreach (AggregateRow row in Rows(new SplitMix64(seed)))
        {
            (decimal? price, long count) = best.GetValueOrDefault(row.Key);
            best[row.Key] = (price is null || row.Price > price ? row.Price ?? price : price, count + 1);
            bed.Row("ev", row.Fields);
            IReadOnlyList<string> changes = bed.TakeChanges();
            last = changes.Count == 0 ? last : changes[^1];
            Assert.That(
                last[5..],
                Is.EqualTo($"{Average(best.Values.Select(static b => (b.Price, (long?)b.Rows)))},{best.Count}"),
                $"HOTPATH_SEED={seed}: {row}");
        }

        bed.Mark();
    }

    [Test]
    public void ShardsAndUnits_ChangeNothing()
    {
        ulong seed = TestSeed.Value;
        string sql = "SET 'hotpath.table.ev.tenant' = 'k';\n" + Table + $"""
            SELECT k, window_end, {Select} FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '20' SECOND)) GROUP BY k, window_start, window_end;
            SELECT k, {Select} FROM ev GROUP BY k;
            """;
        using var one = new PlanTestBed(sql);
        using var many = new PlanTestBed(sql, shards: 3, firingUnitRows: 1);
        foreach (AggregateRow row in Rows(new SplitMix64(seed)))
        {
            one.Row("ev", row.Fields);
            many.Row("ev", row.Fields);
        }

        Assert.That(many.Mark(), Is.EqualTo(one.Mark()), $"HOTPATH_SEED={seed}");
        Assert.That(many.TakeChanges(), Is.EqualTo(one.TakeChanges()));
    }

    [TestCase("SELECT longest(k) AS l FROM (SELECT k, COUNT(*) AS n FROM ev GROUP BY k)",
        "not supported: longest over rows that change, since HotPath.Examples.Functions.LongestText has no method Retract")]
    [TestCase("SELECT longest(DISTINCT k) AS l FROM ev", "not supported: longest with DISTINCT; select distinct rows in a subquery")]
    [TestCase("SELECT longest(qty) AS l FROM ev", "longest does not take (BIGINT); it is called as longest(STRING NOT NULL)")]
    [TestCase("SELECT weighted_average(price) AS l FROM ev",
        "weighted_average does not take (DECIMAL(10, 2)); it is called as weighted_average(DECIMAL NOT NULL, BIGINT NOT NULL)")]
    [TestCase("SELECT k FROM ev WHERE longest(k) = 'a'", "an aggregate cannot stand in WHERE; use HAVING")]
    [TestCase("SELECT UPPER(longest(longest(k))) AS l FROM ev",
        "aggregate LONGEST cannot stand here; aggregates belong to the SELECT list or HAVING of a query with GROUP BY")]
    public void Mistake_IsTold(string script, string expected)
    {
        IReadOnlyList<Diagnostic> found = SqlCompiler.Compile(
            [new ScriptText("a", Table), new ScriptText("x", script)], new Dictionary<string, string>()).Diagnostics;

        Assert.That(found.Select(static problem => problem.ToString().Split(": ", 2)[1]), Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void Explain_NamesFunctionsAndTheirAssembly()
    {
        using var bed = new PlanTestBed(Table + "SELECT k, weighted_average(price, qty) AS a FROM ev GROUP BY k;");

        Assert.That(bed.Plan.Explain, Does.Contain("weighted_average(price, qty)").And.Match(
            "functions:\\n  weighted_average HotPath.Examples.Functions.WeightedAverage sha256=[0-9a-f]{64}\\n"));
        Assert.That(bed.Plan.PlanText, Does.Contain("\nweighted_average HotPath").Or.Contain("functions 1"));
        Assert.That(bed.Plan.PlanText, Does.Not.Contain("longest HotPath"), "only functions that are called");
    }

    private static void AssertRun(string sql, List<AggregateRow> rows, IEnumerable<string> expected, ulong seed)
    {
        using var bed = new PlanTestBed(sql);
        foreach (AggregateRow row in rows)
        {
            bed.Row("ev", row.Fields);
        }

        bed.End("ev");
        IReadOnlyList<string> taken = bed.Take();
        Assert.That(
            taken.Where(static line => line[0] == '1').Select(static line => line[2..]),
            Is.EquivalentTo(expected),
            $"HOTPATH_SEED={seed}\n{sql}");
        int failing = rows.Count(static row => row.Fails);
        Assert.That(failing, Is.GreaterThan(5));
        Assert.That(taken.Count(static line => line == "0|select-1,window,FunctionFailed,NULL,NULL,ev"), Is.EqualTo(failing));
        Assert.That(bed.Counters.Sum(static c => c.Failed), Is.EqualTo(failing));
        Assert.That(bed.StateEntries, Is.Zero);
        bed.Mark();
    }

    // Disordered by less than the watermark waits for, so that nothing is late.
    private static List<AggregateRow> Rows(SplitMix64 random)
    {
        var rows = new List<AggregateRow>();
        long now = 0;
        for (int i = 0; i < RowsPerStream; i++)
        {
            now += random.Below(10) == 0 ? random.Below(6_000) : random.Below(300);
            rows.Add(new AggregateRow(
                Math.Max(0, now - random.Below((int)DelayMs)),
                "key" + random.Below(4),
                random.Below(8) == 0 ? null : (random.Below(100_000) - 20_000) / 100m,
                random.Below(8) == 0 ? null : random.Below(12) - 1,
                random.Below(6) == 0 ? null : Name(random)));
        }

        return rows;
    }

    private static string Name(SplitMix64 random) =>
        new([.. Enumerable.Range(0, random.Below(12) == 0 ? 40 : random.Below(8)).Select(_ => (char)('a' + random.Below(3)))]);

    private static IEnumerable<(long Start, long End)> WindowsOf(string kind, long timeMs)
    {
        const long step = 5_000;
        const long size = 20_000;
        long pane = timeMs - (timeMs % step);
        long whole = timeMs - (timeMs % size);
        return kind switch
        {
            "TUMBLE" => [(whole, whole + size)],
            "HOP" => Enumerable.Range(0, 4).Select(i => (pane - (i * step), pane - (i * step) + size)),
            _ => Enumerable.Range(1, 4).Select(i => (whole, whole + (i * step))).Where(window => window.Item2 > timeMs),
        };
    }

    private static List<List<AggregateRow>> SessionsOf(IEnumerable<AggregateRow> rows)
    {
        var sessions = new List<List<AggregateRow>>();
        foreach (AggregateRow row in rows.OrderBy(static row => row.TimeMs))
        {
            if (sessions.Count == 0 || row.TimeMs - sessions[^1][^1].TimeMs > 1_500)
            {
                sessions.Add([]);
            }

            sessions[^1].Add(row);
        }

        return sessions;
    }

    private static string Result(IEnumerable<AggregateRow> group)
    {
        AggregateRow[] rows = [.. group];
        string longest = rows.Select(static row => row.Name).OfType<string>().Where(static name => name.Length <= 31)
            .OrderByDescending(static name => name.Length).ThenBy(static name => name, StringComparer.Ordinal).FirstOrDefault("");
        long[] quantities = [.. rows.Select(static row => row.Quantity).OfType<long>()];
        return string.Join(
            ',',
            rows.Length,
            Average(rows.Select(static row => (row.Price, row.Quantity))),
            longest,
            Average(rows.Where(static row => row.Quantity < 4).Select(static row => (row.Price, row.Quantity))),
            quantities.Length == 0 ? "NULL" : quantities.Sum());
    }

    private static string Average(IEnumerable<(decimal? Price, long? Quantity)> rows)
    {
        (decimal Price, long Quantity)[] whole =
            [.. rows.Where(static r => r.Price is not null && r.Quantity is not null).Select(static r => (r.Price!.Value, r.Quantity!.Value))];
        long quantity = whole.Sum(static r => r.Quantity);
        return quantity == 0
            ? "NULL"
            : Math.Round(whole.Sum(static r => r.Price * r.Quantity) / quantity, 4, MidpointRounding.AwayFromZero)
                .ToString("0.0000", CultureInfo.InvariantCulture);
    }
}
