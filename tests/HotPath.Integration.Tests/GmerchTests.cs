using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Plans;
using HotPath.Integration.Tests.Support;
using HotPath.Runtime.Jobs;
using NUnit.Framework;

namespace HotPath.Integration.Tests;

/// <summary>
/// A month of a real shop: the scripts of the data set, unmodified, give every row of every raw tumbling answer, of the session answer and of the windows over first purchases.
/// Source: the data set's expected/SEMANTICS.md.
/// </summary>
public sealed class GmerchTests
{
    private const string DataSet = "data/gmerch-2016-08";
    private const string Tenancy = "SET 'hotpath.table.events.tenant' = 'tenant';";

    private static readonly string[] Queries =
    [
        "sessions_gap30m_by_tenant_user",
        "tumbling_1h_all_types_by_tenant_raw",
        "tumbling_1h_purchase_by_category_raw",
        "tumbling_1h_purchase_by_tenant_raw",
        "tumbling_1m_all_types_by_tenant_raw",
        "tumbling_1m_purchase_by_tenant_raw",
        "hopping_10m_slide_5m_purchase_by_tenant_dedup",
        "tumbling_1h_purchase_by_category_dedup",
        "tumbling_1h_purchase_by_tenant_dedup",
        "tumbling_1m_purchase_by_tenant_dedup",
    ];

    private string _dataSet = string.Empty;
    private WorkFolder _folder = null!;
    private string _csv = string.Empty;
    private Dictionary<string, string[]> _expected = [];

    [OneTimeSetUp]
    public void Unpack()
    {
        _dataSet = SharedFiles.Require(DataSet);
        _folder = new WorkFolder();
        _csv = _folder.File("events.csv");
        using var reader = new StreamReader(Unzip(Path.Combine(_dataSet, "events.csv.gz")));
        reader.ReadLine();
        using var writer = new StreamWriter(_csv);
        writer.Write(reader.ReadToEnd());
        _expected = Queries.ToDictionary(q => q, ReadExpected);
    }

    [OneTimeTearDown]
    public void Delete() => _folder?.Dispose();

    [TestCaseSource(nameof(Queries))]
    public void Script_Alone_GivesExactlyTheExpectedRows(string query)
    {
        IJobPlan plan = Compile(_csv, [query]);
        Check(TestEngine.Run(plan, new JobOptions()), [query]);
    }

    [TestCase("ingress+shards+egress", 1, 1)]
    [TestCase("ingress/shards+egress", 4, 7)]
    [TestCase("auto", 2, 1000)]
    public void AllScripts_InOnePass_DoNotDependOnThreadsShardsOrBatches(string threads, int shards, int batch)
    {
        var options = new JobOptions { ThreadPlan = threads, ShardCount = shards, BatchFrames = batch };
        Check(TestEngine.Run(Compile(_csv, Queries), options), Queries);
    }

    [Test]
    public void AllScripts_WithDeclaredTenancy_GiveTheSameRows() =>
        Check(TestEngine.Run(Compile(_csv, Queries, Tenancy), new JobOptions { ShardCount = 3 }), Queries);

    [Test]
    public void AllScripts_FromGzip_GiveTheSameRows()
    {
        string gz = _csv + ".gz";
        using (FileStream plain = File.OpenRead(_csv))
        using (var zipped = new GZipStream(File.Create(gz), CompressionLevel.Fastest))
        {
            plain.CopyTo(zipped);
        }

        Check(TestEngine.Run(Compile(gz, Queries), new JobOptions()), Queries);
    }

    [TestCase("ingress+shards+egress", 1, 64, false)]
    [TestCase("ingress/shards+egress", 3, 1000, true)]
    public void AllScripts_FromTheImportedLog_GiveTheSameRows(string threads, int shards, int batch, bool isTenancyDeclared)
    {
        string log = _folder.File($"events-{shards}.hplog");
        string tenancy = isTenancyDeclared ? Tenancy : string.Empty;
        IJobPlan plan = Compile(_csv, Queries, tenancy);
        ImportReport import = JobRunner.Import(plan, new TextConnectors(), log, new JobOptions(), default);
        Assert.That(import.Events, Is.EqualTo(465_605));
        Assert.That(import.Rejected, Is.Zero);

        var options = new JobOptions { ThreadPlan = threads, ShardCount = shards, BatchFrames = batch };
        Check(TestEngine.Replay(log, plan, options), Queries);
    }

    [Test]
    public void AllScripts_WithTheImportedLogAsTheirTable_GiveTheSameRows()
    {
        string log = _folder.File("events-table.hplog");
        JobRunner.Import(Compile(_csv, Queries), new TextConnectors(), log, new JobOptions(), default);
        IJobPlan plan = Compile(log, Queries, format: "hotpath-log");
        Check(TestEngine.Run(plan, new JobOptions { ShardCount = 2 }), Queries);
    }

    /// <summary>Each session of the shop comes as one burst when it ends: real data in heavy disorder.</summary>
    [Test]
    public void Sessions_InFlushOrder_AreTheSameUnderAWatermarkThatWaits()
    {
        string[] queries = [Queries[0]];
        IJobPlan plan = TestEngine.Compile(
            new Dictionary<string, string> { ["EVENTS"] = FlushOrder() },
            [Schema(delayMs: 86_400_000), File.ReadAllText(Path.Combine(_dataSet, "sql", Queries[0] + ".sql"))]);
        Check(TestEngine.Run(plan, new JobOptions { ShardCount = 2 }), queries);
    }

    /// <summary>Late rows of that order, as the data set counts them.</summary>
    [TestCase(60_000, 0, 290_335)]
    [TestCase(60_000, 300_000, 139_264)]
    [TestCase(60_000, 1_800_000, 24_615)]
    [TestCase(3_600_000, 0, 50_516)]
    [TestCase(3_600_000, 300_000, 33_248)]
    [TestCase(3_600_000, 1_800_000, 7_706)]
    public void Rows_InFlushOrder_AreLateAsTheDataSetCounts(int sizeMs, int delayMs, long late)
    {
        string query = $"""
            SELECT window_start, COUNT(*) AS n
            FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '{sizeMs / 60_000}' MINUTE)) GROUP BY window_start, window_end;
            """;
        IJobPlan plan = TestEngine.Compile(
            new Dictionary<string, string> { ["EVENTS"] = FlushOrder() }, [Schema(delayMs), query]);

        StatementCounters counters = TestEngine.Run(plan, new JobOptions()).Report.Statements.Single();

        Assert.That(counters.Late, Is.EqualTo(late));
        Assert.That(counters.Applied, Is.EqualTo(465_605 - late));
    }

    private string Schema(int delayMs) => File.ReadAllText(Path.Combine(_dataSet, "sql", "schema.sql")).Replace(
        "INTERVAL '0.001' SECOND", $"INTERVAL '{delayMs / 1000}.001' SECOND(5)", StringComparison.Ordinal);

    // Events by (latest time of their session, session, time, number).
    private string FlushOrder()
    {
        string path = _folder.File("events-flush.csv");
        if (!File.Exists(path))
        {
            (string Line, string Session, long TimeMs, long Number)[] events =
                [.. File.ReadLines(_csv).Select(static line => (line, line.Split(','))).Select(static e => (
                    e.line,
                    e.Item2[5],
                    long.Parse(e.Item2[2], CultureInfo.InvariantCulture),
                    long.Parse(e.Item2[0], CultureInfo.InvariantCulture)))];
            var latest = events.GroupBy(static e => e.Session)
                .ToDictionary(static session => session.Key, static session => session.Max(static e => e.TimeMs));
            File.WriteAllLines(
                path,
                events.OrderBy(e => latest[e.Session]).ThenBy(static e => e.Session, StringComparer.Ordinal)
                    .ThenBy(static e => e.TimeMs).ThenBy(static e => e.Number).Select(static e => e.Line));
        }

        return path;
    }

    private IJobPlan Compile(string events, string[] queries, string tenancy = "", string format = "csv")
    {
        IEnumerable<string> scripts = queries.Select(q => File.ReadAllText(Path.Combine(_dataSet, "sql", q + ".sql")));
        string schema = File.ReadAllText(Path.Combine(_dataSet, "sql", "schema.sql"));
        schema = format == "csv"
            ? schema
            : schema.Replace("'format' = 'csv',\n  'csv.null-literal' = ''", $"'format' = '{format}'", StringComparison.Ordinal);
        return TestEngine.Compile(new Dictionary<string, string> { ["EVENTS"] = events }, [schema, tenancy, .. scripts]);
    }

    private void Check(RunResult result, string[] queries)
    {
        Assert.That(result.Report.DeadLetters, Is.Zero);
        for (int i = 0; i < queries.Length; i++)
        {
            string[] rows = [.. result.Texts[$"select-{i + 1}"].Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
                .Select(ToExpectedForm).Order(StringComparer.Ordinal)];
            string[] expected = _expected[queries[i]];
            Assert.That(rows.Except(expected).Take(3), Is.Empty, $"{queries[i]}: rows that should not be there");
            Assert.That(expected.Except(rows).Take(3), Is.Empty, $"{queries[i]}: rows that are missing");
            Assert.That(rows, Has.Length.EqualTo(expected.Length), queries[i]);
        }
    }

    private string[] ReadExpected(string query)
    {
        using var reader = new StreamReader(Unzip(Path.Combine(_dataSet, "expected", query + ".csv.gz")));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Order(StringComparer.Ordinal)];
    }

    // Answers have epoch milliseconds where queries print a timestamp, and an empty field where they print NULL.
    private static string ToExpectedForm(string line)
    {
        string[] fields = line.Split(',');
        Assert.That(fields[0], Is.EqualTo("+I"));
        return string.Join(',', fields.Skip(1).Select(static f => f == "NULL" ? string.Empty : EpochOr(f)));
    }

    private static string EpochOr(string field) => DateTime.TryParseExact(
        field,
        "yyyy-MM-dd HH:mm:ss.fff",
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out DateTime time)
            ? ((long)(time - DateTime.UnixEpoch).TotalMilliseconds).ToString(CultureInfo.InvariantCulture)
            : field;

    private static GZipStream Unzip(string path) => new(File.OpenRead(path), CompressionMode.Decompress);
}
