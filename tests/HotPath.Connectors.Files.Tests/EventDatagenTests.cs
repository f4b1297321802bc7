using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Generator;
using HotPath.Generator.Nexmark;
using HotPath.Generator.Rows;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests;

/// <summary>A table that is fed with the events of the generator: the rows of its file, and the answers beside it.</summary>
[TestFixture]
public sealed partial class EventDatagenTests
{
    private const string Prefix = "hotpath.datagen.";
    private const long Records = 3_000;

    private static readonly GeneratorOptions Wild = new()
    {
        Events = Records,
        Seed = 5,
        Tenants = 4,
        StartMs = 1_785_542_409_000,
        PoisonPpm = 20_000,
        LatePpm = 30_000,
        DuplicatesPpm = 50_000,
        FarFuturePpm = 20_000,
        SessionGapMs = 600_000,
        BurstEveryMs = 120_000,
        BurstFactor = 30,
        DedupWindowMs = 120_000,
        BoundMs = 4_000,
        LateByMs = 90_000,
        DisorderPpm = 700_000,
        Density = 15,
        Users = 500,
        Products = 50,
        DuplicatesWithinMs = 90_000,
    };

    // The same by name.
    private static readonly (string Key, string Value)[] WildOptions =
    [
        .. Shop(
            ("tenants", "4"), ("start", "2026-08-01T00:00:09Z"), ("poison-ppm", "20000"), ("late-ppm", "30000"), ("duplicates-ppm", "50000"), ("far-future-ppm", "20000"),
            ("session-gap-s", "600"), ("burst-every-s", "120"), ("burst-factor", "30"), ("dedup-window-s", "120"), ("bound-ms", "4000"), ("late-by-ms", "90000"),
            ("disorder-ppm", "700000"), ("density", "15"), ("users", "500"), ("products", "50"), ("duplicates-within-ms", "90000"), ("seed", "5")),
        ("number-of-rows", "3000"),
    ];

    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("hotpath-events-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Shop_GivesTheRowsOfItsFile()
    {
        List<string> rows = Read(Declared(ShopRows.AllColumns), WildOptions);
        Assert.That(rows, Has.Count.EqualTo(Records).And.EqualTo(FromCsv(ShopRows.AllColumns, WriteShop)));
        Assert.That(rows.Count(static row => row.Contains("!Malformed", StringComparison.Ordinal)), Is.InRange(30, 90), "poison came");
    }

    [TestCase("full", "upstream", "1")]
    [TestCase("short", "plain", "10")]
    public void Nexmark_GivesTheRowsOfItsFile(string extra, string bidder, string disorder)
    {
        var options = new NexmarkOptions
        {
            Events = Records,
            Seed = 9,
            EventsPerSecond = 100,
            BaseMs = 1_767_311_900_000,
            DisorderGroup = int.Parse(disorder, null),
            HasFullExtra = extra == "full",
            HasUpstreamBidders = bidder == "upstream",
        };
        (string, string)[] table =
        [
            .. Nexmark(("seed", "9"), ("events-per-second", "100"), ("base", "2026-01-01 23:58:20"), ("out-of-order", disorder), ("extra", extra), ("bidder", bidder)),
            ("number-of-rows", "3000"),
        ];
        List<string> rows = Read(Declared(NexmarkRows.AllColumns), table);
        Assert.That(rows, Has.Count.EqualTo(Records));
        Assert.That(rows, Is.EqualTo(FromCsv(NexmarkRows.AllColumns, stream => new NexmarkGeneration(options).Write(stream, DataFormat.Csv, CancellationToken.None))));
    }

    [Test]
    public void Options_ThatAreNotGiven_AreThoseOfTheGenerator()
    {
        List<string> rows = Read("event_id STRING", [.. Shop(), ("number-of-rows", "100")]);
        using var stream = new MemoryStream();
        _ = new EventGeneration(new GeneratorOptions { Events = 100 }).WriteStream(stream, DataFormat.Csv, CancellationToken.None);
        string[] ids = [.. System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(',')[0])];
        Assert.That(rows.Select(static row => row.Split('[', ']')[1]), Is.EqualTo(ids));
        Assert.That(Read("event_id STRING", [.. Shop(), ("number-of-rows", "100")], seed: 8), Is.Not.EqualTo(rows), "SET names a seed");
        Assert.That(Read("event_id STRING", [.. Shop(("seed", "1")), ("number-of-rows", "100")], seed: 8), Is.EqualTo(rows), "the table's own comes first");
    }

    [Test]
    public void Columns_InAnotherOrder_AndOfWiderTypes_HaveTheSameValues()
    {
        List<string> all = Read("tenant_id BIGINT, event_time TIMESTAMP(3), total DECIMAL(19, 4)", WildOptions);
        List<string> some = Read("total DECIMAL(30, 4), event_time TIMESTAMP_LTZ(3), tenant_id BIGINT", WildOptions);
        Assert.That(some.Select(Reversed), Is.EqualTo(all));
    }

    [Test]
    public void Null_WhereNoneMayBe_IsRejectedWithTheLine()
    {
        string[] rejected = [.. Read("status STRING NOT NULL", WildOptions).Where(static row => row.Contains("!NullValue 0 '", StringComparison.Ordinal))];
        Assert.That(rejected, Has.Length.InRange(1_000, Records - 10));
        Assert.That(rejected.Count(static row => row.Contains(",PageView,2026-", StringComparison.Ordinal)), Is.GreaterThan(500));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1_234)]
    [TestCase(2_999)]
    [TestCase(3_000)]
    public void Restart_GoesOnWithTheSameRows_AndHasAllAnswers(int taken)
    {
        (string, string)[] options = [.. WildOptions, Answers];
        string columns = Declared(ShopRows.AllColumns);
        Assert.That(Read(columns, options, skipped: taken), Is.EqualTo(Read(columns, WildOptions).Skip(taken)));
        AssertAnswers(Wild);
    }

    [Test]
    public void Answers_AreThoseOfTheGenerator_AndReplaceOlderOnes()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "answers", "raw"));
        File.WriteAllText(Path.Combine(_folder, "answers", "totals.csv"), "of another run");
        Read("event_id STRING", [.. WildOptions, Answers]);
        AssertAnswers(Wild);
        Read("event_id STRING", [.. WildOptions, Answers], stopAfter: 700);
        AssertAnswers(Wild with { Events = 700 });
    }

    [Test]
    public void Answers_AreNotThere_BeforeTheEnd()
    {
        TableDefinition table = Rows.Table("event_id STRING", [("connector", "datagen"), ("rows-per-second", "0"), .. WildOptions, Answers]);
        var heap = new NativeHeap();
        using var record = new SourceRecord(heap, table.Schema);
        using ITableSource source = new FileConnectors(new FileConnectorOptions { WorkingDirectory = _folder }).OpenSources(table, heap)[0];
        for (int i = 0; i < Records; i++)
        {
            _ = source.Read(record, default);
        }

        Assert.That(Directory.GetFileSystemEntries(Path.Combine(_folder, "answers")), Is.Empty);
        Assert.That((source.Read(record, default), source.Read(record, default)), Is.EqualTo((ReadStatus.End, ReadStatus.End)));
        AssertAnswers(Wild);
    }

    [TestCase("mine.txt")]
    [TestCase("raw/mine.txt")]
    [TestCase("distinct/sub/mine.txt", "distinct/sub")]
    [TestCase("raw/sessions.csv")]
    public void Folder_OfSomethingElse_IsLeftAlone(string name, string? named = null)
    {
        string own = Path.Combine(_folder, "answers", name);
        Directory.CreateDirectory(Path.GetDirectoryName(own)!);
        File.WriteAllText(own, "mine");
        HotPathException error = Assert.Throws<HotPathException>(() => Read("event_id STRING", [.. WildOptions, Answers]))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.ConfigurationInvalid));
        Assert.That(
            error.Message,
            Is.EqualTo("table t: option 'hotpath.datagen.answers' = 'answers': holds '" + (named ?? name) + "', which is no answer; name an empty or a new folder; nothing was written"));
        Assert.That(File.ReadAllText(own), Is.EqualTo("mine"));
    }

    [Test]
    public void Folder_ThatCannotBeMade_IsTold()
    {
        File.WriteAllText(Path.Combine(_folder, "answers"), string.Empty);
        HotPathException error = Assert.Throws<HotPathException>(() => Read("event_id STRING", [.. WildOptions, Answers]))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.OutputUnwritable));
        Assert.That(error.Message, Does.StartWith("table t: option 'hotpath.datagen.answers' = 'answers': cannot be written: ").And.Contain("name another folder"));
    }

    [Test]
    public void Pace_IsAnOpenLoop_OrAsFastAsRowsAreAskedFor()
    {
        Assert.That(Due("10", 5_000, 5_099, 5_100, 5_350, 5_351, 6_000), Is.EqualTo((int[])[1, 0, 1, 2, 0, 7]));
        Assert.That(Due("0", 5_000), Is.EqualTo((int[])[(int)Records]));
    }

    [TestCase("shop")]
    [TestCase("nexmark")]
    public void SteadyState_AllocatesNothing(string events)
    {
        // Before it is measured a day of shops has passed, as much under way in the busiest hour as ever, or every channel of Nexmark has come.
        int records = events == "shop" ? 300_000 : 1_000_000;
        (string, string)[] options = events == "shop"
            ? Shop(("density", "1"), ("burst-every-s", "0"), ("users", "200"))
            : Nexmark(("extra", "full"));
        TableDefinition table = Rows.Table(
            Declared(events == "shop" ? ShopRows.AllColumns : NexmarkRows.AllColumns),
            [("connector", "datagen"), ("rows-per-second", "0"), ("number-of-rows", $"{records}"), .. options]);
        var heap = new NativeHeap();
        using var record = new SourceRecord(heap, table.Schema);
        using ITableSource source = new FileConnectors(new FileConnectorOptions()).OpenSources(table, heap)[0];
        AllocationTests.AssertNothingAllocated(source, record, heap, records);
    }

    [TestCase("hotpath.datagen.events=shops", "option 'hotpath.datagen.events' = 'shops': must be 'shop' or 'nexmark'; how many there are is 'number-of-rows'")]
    [TestCase("hotpath.datagen.events=shop|rows-per-second=-1", "option 'rows-per-second' = '-1': must be a whole number from 0 to 9223372036854775807")]
    [TestCase("hotpath.datagen.events=shop|number-of-rows=0", "option 'number-of-rows' = '0': must be a whole number from 1 to 9223372036854775807")]
    [TestCase("hotpath.datagen.events=shop|hotpath.datagen.tenants=0", "option 'hotpath.datagen.tenants' = '0': must be a whole number from 1 to 1000")]
    [TestCase("hotpath.datagen.events=shop|hotpath.datagen.burst-every-s=59", "option 'hotpath.datagen.burst-every-s' = '59': must be 0 for no bursts, or at least 60")]
    [TestCase("hotpath.datagen.events=shop|hotpath.datagen.seed=-1", "option 'hotpath.datagen.seed' = '-1': must be a whole number from 0 to 9223372036854775807")]
    [TestCase("hotpath.datagen.events=shop|hotpath.datagen.start=2026-08-01", "option 'hotpath.datagen.start' = '2026-08-01': give a time from 1970 to 2200 such as 2026-08-01T00:00:00Z")]
    [TestCase("hotpath.datagen.events=shop|hotpath.datagen.base=x", "option 'hotpath.datagen.base' is unknown for connector 'datagen'; it takes connector, hotpath.datagen.answers")]
    [TestCase("hotpath.datagen.events=shop|fields.user_id.min=1", "option 'fields.user_id.min' is unknown for connector 'datagen'")]
    [TestCase("hotpath.datagen.events=shop|hotpath.datagen.answers=a", "option 'hotpath.datagen.answers' = 'a': answers are written at the end of the rows, but there is none; set 'number-of-rows'")]
    [TestCase("hotpath.datagen.events=shop|hotpath.datagen.answers=", "option 'hotpath.datagen.answers' = '': must be a folder")]
    [TestCase("hotpath.datagen.events=nexmark|number-of-rows=1|hotpath.datagen.answers=a", "option 'hotpath.datagen.answers' = 'a': events 'nexmark' come without answers; remove it")]
    [TestCase("hotpath.datagen.events=nexmark|hotpath.datagen.out-of-order=953", "option 'hotpath.datagen.out-of-order' = '953': a multiple of 953, by which events would come twice; take one more")]
    [TestCase("hotpath.datagen.events=nexmark|hotpath.datagen.extra=long", "option 'hotpath.datagen.extra' = 'long': must be 'full' or 'short'")]
    [TestCase("hotpath.datagen.events=nexmark|hotpath.datagen.base=now", "option 'hotpath.datagen.base' = 'now': give a time from 1970 to 2200 such as '2026-01-01 23:58:20'")]
    [TestCase("hotpath.datagen.events=nexmark|hotpath.datagen.base=9999-12-31 23:59:59", "give a time from 1970 to 2200")]
    [TestCase("hotpath.datagen.tenants=3", "option 'hotpath.datagen.tenants' is unknown for connector 'datagen'; it takes connector, fields.user_id.kind")]
    [TestCase("hotpath.datagen.events=nexmark", "column 'user_id' is none of the events 'nexmark'; rename it, or compute it with AS; there are: event_type, p_id")]
    public void WrongOptions_AreNamedWithValueAndRule(string options, string expected)
    {
        (string, string)[] table = [.. options.Split('|').Select(static option => option.Split('=')).Select(static pair => (pair[0], pair[1]))];
        string problems = string.Join('\n', FileConnectors.Validate(Rows.Table("user_id BIGINT", [("connector", "datagen"), .. table])));
        Assert.That(problems, Does.Contain(expected));
    }

    [TestCase("usr_id BIGINT", "column 'usr_id' is none of the events 'shop'; rename it, or compute it with AS; did you mean 'user_id'?")]
    [TestCase("User_Id BIGINT", "column 'User_Id' is none of the events 'shop'; rename it, or compute it with AS; did you mean 'user_id'?")]
    [TestCase("user_id INT", "column 'user_id' is INT, but BIGINT in the events 'shop'; declare it so")]
    [TestCase("total DECIMAL(18, 4)", "column 'total' is DECIMAL(18, 4), but DECIMAL(19, 4) in the events 'shop'; declare it so")]
    [TestCase("total DOUBLE", "column 'total' is DOUBLE, but DECIMAL(19, 4) in the events 'shop'; declare it so")]
    [TestCase("event_time STRING", "column 'event_time' is STRING, but TIMESTAMP(3) in the events 'shop'; declare it so")]
    [TestCase("url VARCHAR(10)", "column 'url' is VARCHAR(10), but STRING in the events 'shop'; declare it so")]
    public void Columns_ThatEventsDoNotHave_AreNamed(string columns, string expected) => Assert.That(
        FileConnectors.Validate(Rows.Table(columns, [("connector", "datagen"), .. Shop()])), Is.EqualTo((string[])[expected]));

    private static (string, string) Answers => (Prefix + "answers", "answers");

    private static (string Key, string Value)[] Shop(params (string Key, string Value)[] options) => Events("shop", options);

    private static (string Key, string Value)[] Nexmark(params (string Key, string Value)[] options) => Events("nexmark", options);

    private static (string Key, string Value)[] Events(string name, (string Key, string Value)[] options) =>
        [(Prefix + "events", name), .. options.Select(static option => (Prefix + option.Key, option.Value))];

    private static string Declared(IReadOnlyList<EventColumn> columns) =>
        string.Join(", ", columns.Select(static column => $"{column.Name} {column.SqlType}"));

    private static void WriteShop(Stream stream) => _ = new EventGeneration(Wild).WriteStream(stream, DataFormat.Csv, CancellationToken.None);

    private static int[] Due(string rate, params long[] timesMs)
    {
        (string, string)[] options = [("connector", "datagen"), ("rows-per-second", rate), .. WildOptions];
        TableDefinition table = Rows.Table("event_id STRING", options);
        var heap = new NativeHeap();
        using var record = new SourceRecord(heap, table.Schema);
        using ITableSource source = new FileConnectors(new FileConnectorOptions()).OpenSources(table, heap)[0];
        Assert.That(source.IsBounded && source.IsReplayable);
        return [.. timesMs.Select(nowMs =>
        {
            int rows = 0;
            while (source.Read(record, SourceTime.OfMs(nowMs)) is ReadStatus.Row or ReadStatus.Rejected)
            {
                rows++;
                Assert.That(record.ArrivalNs == -1, Is.EqualTo(rate == "0"));
            }

            return rows;
        })];
    }

    private static string Reversed(string row)
    {
        int at = row.IndexOf("+I[", StringComparison.Ordinal);
        return at < 0 ? row : $"{row[..at]}+I[{string.Join(", ", row[(at + 3)..^1].Replace("Z", string.Empty, StringComparison.Ordinal).Split(", ").Reverse())}]";
    }

    private List<string> Read(string columns, (string, string)[] options, long? skipped = null, long? stopAfter = null, ulong? seed = null)
    {
        TableDefinition table = Rows.Table(columns, [("connector", "datagen"), ("rows-per-second", "0"), .. options]);
        var connectors = new FileConnectors(new FileConnectorOptions { WorkingDirectory = _folder, StopAfterRecords = stopAfter, DatagenSeed = seed });
        return Rows.ReadAll(connectors, table, withNumbers: true, skipped);
    }

    // A file says at which field a poisoned line is wrong; a table of events has no fields to say it of.
    private List<string> FromCsv(IReadOnlyList<EventColumn> columns, Action<Stream> write)
    {
        string file = Path.Combine(_folder, "events.csv");
        using (FileStream stream = File.Create(file))
        {
            write(stream);
        }

        TableDefinition table = Rows.Table(
            Declared(columns), ("connector", "filesystem"), ("path", file), ("format", "csv"), ("csv.null-literal", "NULL"));
        return [.. Rows.ReadAll(new FileConnectors(new FileConnectorOptions()), table, withNumbers: true).Select(static row => AtField().Replace(row, "!Malformed -1"))];
    }

    private void AssertAnswers(GeneratorOptions options)
    {
        string made = Path.Combine(_folder, "made");
        _ = new EventGeneration(options).WriteFolder(made, [DataFormat.Csv], hasAnswers: true);
        Assert.That(Contents(Path.Combine(_folder, "answers")), Has.Count.EqualTo(13).And.EqualTo(Contents(Path.Combine(made, "answers"))));
    }

    private static Dictionary<string, string> Contents(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(folder, path), static path => Convert.ToHexString(File.ReadAllBytes(path)));

    [GeneratedRegex("!Malformed \\d+")]
    private static partial Regex AtField();
}
