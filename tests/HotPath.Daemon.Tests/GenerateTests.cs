using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using HotPath.Daemon.CommandLine;
using HotPath.Generator;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>Data that was generated, run by the real engine, against the answers beside it.</summary>
public sealed class GenerateTests
{
    private const string Wild =
        "--events 20000 --tenants 5 --seed 3 --late-ppm 20000 --duplicates-ppm 30000 --poison-ppm 5000 --far-future-ppm 5000";

    private static readonly string[] Questions = ["minutes", "hours", "all_minutes"];

    private readonly ScratchFolder _folder = new();

    [OneTimeSetUp]
    public void Generate()
    {
        CommandResult result = CommandRun.Complete($"hotpath generate --out {_folder.Path} --format sbe,csv,json {Wild}");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Errors, Does.Match("^20,000 records, .* MiB written to "));
        _folder.Write("schema-datagen.sql", DatagenSchema());
    }

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("sbe", "raw", "")]
    [TestCase("csv", "raw", "--shards 3")]
    [TestCase("json", "raw", "")]
    [TestCase("datagen", "raw", "--data")]
    [TestCase("datagen", "distinct", "--shards 2")]
    [TestCase("sbe", "distinct", "--data")]
    [TestCase("csv", "distinct", "")]
    [TestCase("json", "distinct", "--shards 2")]
    public void Engine_GivesTheAnswers(string format, string reading, string option)
    {
        using var results = new ScratchFolder();
        string ids = reading == "distinct" ? $"{_folder.Path}/distinct.sql" : string.Empty;
        string data = option == "--data" ? $"--data {results.Path}/state" : option;
        CommandResult run = CommandRun.Complete(
            $"hotpath run {_folder.Path}/schema-{format}.sql {ids} {_folder.Path}/queries.sql --set DIR={_folder.Path} --set OUT={results.Path} {data} --report {results.Path}/report.json");
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        foreach (string question in Questions)
        {
            string[] rows = [.. File.ReadAllLines(results.File($"{question}.csv")).Order(StringComparer.Ordinal)];
            Assert.That(rows, Is.Not.Empty.And.EqualTo(Answers($"{reading}/{question}.csv")), question);
        }

        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(results.File("report.json")));
        Assert.That(report.RootElement.GetProperty("rejected").GetInt64(), Is.EqualTo(Total("poison")));
        Assert.That(report.RootElement.GetProperty("isLedgerBalanced").GetBoolean());
        Assert.That(Late(report), Is.EquivalentTo(Answers($"{reading}/late.csv").Where(static row => !row.EndsWith(",0", StringComparison.Ordinal))));
        Assert.That(Ledger(report), Is.EquivalentTo(Answers($"{reading}/ledger.csv")));
        if (format == "datagen")
        {
            CommandResult difference = CommandRun.Complete($"diff -r {_folder.Path}/answers {results.Path}/answers");
            Assert.That(difference.ExitCode, Is.Zero, "the table's answers are those of the folder: " + difference.Output);
        }
    }

    [Test]
    public void Table_OfEvents_IsReplayed_AndItsAnswersAreLeftAlone()
    {
        using var results = new ScratchFolder();
        string session = $"{_folder.Path}/schema-datagen.sql {_folder.Path}/queries.sql --set OUT={results.Path}";
        CommandResult explained = CommandRun.Complete($"hotpath explain {session}");
        Assert.That(explained.Output, Does.Contain("scan: events (datagen shop); row of"), explained.Errors);
        Assert.That(Directory.GetFileSystemEntries(results.Path), Is.Empty, "to explain writes nothing");
        CommandResult run = CommandRun.Complete($"hotpath run {session} --record {results.Path}/log");
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        File.WriteAllText(results.File("answers/totals.csv"), "kept");
        CommandResult replay = CommandRun.Complete($"hotpath replay {results.Path}/log --shards 3 --batch 1");
        Assert.That((replay.ExitCode, File.ReadAllText(results.File("answers/totals.csv"))), Is.EqualTo((0, "kept")), replay.Errors);
        Assert.That(replay.Errors, Does.Contain("replay equal: "));
    }

    [Test]
    public void Table_WhoseAnswersWouldMeetASink_IsRefused()
    {
        using var results = new ScratchFolder();
        _folder.Write("clash.sql", DatagenSchema().Replace("${OUT}/answers", "${OUT}/minutes.csv", StringComparison.Ordinal));
        CommandResult run = CommandRun.Complete($"hotpath run {_folder.Path}/clash.sql {_folder.Path}/queries.sql --set OUT={results.Path}");
        Assert.That(run.ExitCode, Is.EqualTo(2), run.Errors);
        Assert.That(run.Errors, Does.Contain("the answers of table 'events'").And.Contain("the output of table 'minutes'").And.Contain("nothing was written"));
    }

    [Test]
    public void StandardOutput_HasTheBytesOfTheFile()
    {
        CommandResult result = CommandRun.Complete(
            $"hotpath generate --out - --format csv --rate 1000000 --quiet {Wild} | cmp - {_folder.Path}/events.csv && hotpath generate --out - --events 100000000 | head -c 10 | wc -c");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Output.Trim(), Is.EqualTo("10"), "a reader that goes away ends it");
    }

    [TestCase("generate", "records")]
    [TestCase("nexmark", "events")]
    public void StandardOutput_WhoseReaderGoesAway_IsNotSaidToHaveAll(string command, string what)
    {
        CommandResult result = CommandRun.Complete($"hotpath {command} --out - --events 2000000 | head -c 3000000 | wc -c");
        Assert.That((result.ExitCode, result.Output.Trim()), Is.EqualTo((0, "3000000")), result.Errors);
        Assert.That(result.Errors, Does.Match(
            $"^standard output was closed by its reader before the end of 2,000,000 {what}: at least [0-9.]+ MiB written\n$"));
    }

    [Test]
    public void Help_ShowsTheBeginInTheFormThatIsRead()
    {
        CommandResult help = CommandRun.Complete("hotpath nexmark --help");
        Assert.That(help.Output, Does.Contain("UTC; '2026-01-01 00:00:00' unless given"));
        CommandResult given = CommandRun.Complete(
            "cmp <(hotpath nexmark --out - --events 50) <(hotpath nexmark --out - --events 50 --base '2026-01-01 00:00:00')");
        Assert.That(given.ExitCode, Is.Zero, given.Errors);
    }

    [Test]
    public void Folder_ThatCannotBeMade_IsTold()
    {
        _folder.Write("file", string.Empty);
        CommandResult result = CommandRun.Complete($"hotpath generate --out {_folder.Path}/file/x --events 10");
        Assert.That(result.ExitCode, Is.EqualTo(4));
        Assert.That(result.Errors, Does.Contain("HP2002").And.Contain("/file/x").And.Contain("name another folder"));
    }

    [Test]
    public void Folder_OfSomethingElse_IsLeftAlone_AndOneOfOursIsMadeAnew()
    {
        using var other = new ScratchFolder();
        string own = other.Write("queries.sql", "SELECT 1;");
        CommandResult refused = CommandRun.Complete($"hotpath generate --out {other.Path} --events 10");
        Assert.That((refused.ExitCode, File.ReadAllText(own), Directory.GetFiles(other.Path)), Is.EqualTo((2, "SELECT 1;", new[] { own })));
        Assert.That(refused.Errors, Does.Contain($"HP1001: --out '{other.Path}': holds files that hotpath generate did not make; name an empty or a new folder"));
        File.Delete(own);
        CommandResult made = CommandRun.Complete(
            $"hotpath generate --out {other.Path} --events 10 --format csv && hotpath generate --out {other.Path} --events 10 --no-answers && ls {other.Path}");
        Assert.That(made.Output, Is.EqualTo("README\ncommerce.xml\ndistinct.sql\nevents.sbe\nqueries.sql\nschema-sbe.sql\n"), made.Errors);
    }

    [Test]
    public void Files_OfOtherNames_StayWhenTheFolderIsMadeAnew()
    {
        using var folder = new ScratchFolder();
        string[] own = ["mine.txt", "answers/mine.txt", "answers/raw/mine.csv", "answers/old/mine.csv"];
        Assert.That(CommandRun.Complete($"hotpath generate --out {folder.Path} --events 10").ExitCode, Is.Zero);
        Directory.CreateDirectory(folder.File("answers/old"));
        foreach (string name in own)
        {
            File.WriteAllText(folder.File(name), "mine");
        }

        CommandResult again = CommandRun.Complete($"hotpath generate --out {folder.Path} --events 10 --no-answers");
        Assert.That(again.ExitCode, Is.Zero, again.Errors);
        Assert.That(own.Select(name => File.ReadAllText(folder.File(name))), Has.All.EqualTo("mine"));
        Assert.That(Directory.Exists(folder.File("answers/distinct")), Is.False, "it held answers alone");
        Assert.That(File.Exists(folder.File("answers/totals.csv")), Is.False);
    }

    [Test]
    public void Folder_ThatAnotherGenerationWrites_IsRefused()
    {
        using var folder = new ScratchFolder();
        CommandResult result = CommandRun.Complete(
            $"dotnet exec \"$hotpath\" generate --out {folder.Path} --events 100000000 --format csv -q & until test -e {folder.Path}/events.csv; do sleep 0.1; done; "
            + $"hotpath generate --out {folder.Path} --events 10; code=$?; kill -9 $!; exit $code");
        Assert.That(result.ExitCode, Is.EqualTo(4), result.Errors);
        Assert.That(result.Errors, Does.Contain($"HP2002: --out '{folder.Path}': another hotpath generate writes it; wait for its end, or name another folder; nothing was written"));
    }

    [Test]
    public void File_InPlaceOfTheFolder_IsTold()
    {
        string file = _folder.Write("a-file", "kept");
        CommandResult result = CommandRun.Complete($"hotpath generate --out {file} --events 10");
        Assert.That((result.ExitCode, File.ReadAllText(file)), Is.EqualTo((2, "kept")));
        Assert.That(result.Errors, Does.Contain($"HP1001: --out '{file}': is a file; name a folder, or - for standard output; nothing was written"));
    }

    [Test]
    public void Nexmark_IntoAFileThatSaysItIsCompressed_IsRefused()
    {
        CommandResult result = CommandRun.Complete("hotpath nexmark --out x.csv.gz --events 10");
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Errors, Does.StartWith(
            "hotpath nexmark: --out 'x.csv.gz': ends in .gz, but what is written is not compressed; leave .gz out, or write to - and pipe it into gzip\n"));
    }

    [Test]
    public void Folder_OfAGenerationThatWasCut_SaysSo_AndIsMadeAnew()
    {
        using var folder = new ScratchFolder();
        string data = folder.File("data");
        CommandRun.KillOnceThereIs(Path.Combine(data, "events.csv"), $"generate --out {data} --events 100000000 --format csv");
        Assert.That(File.ReadAllText(Path.Combine(data, "README")), Does.StartWith("Made by hotpath generate: not finished. "));
        Assert.That(Directory.Exists(Path.Combine(data, "answers")), Is.False);
        CommandResult again = CommandRun.Complete($"hotpath generate --out {data} --events 10 --format csv && ls {data}");
        Assert.That(again.Output, Is.EqualTo("README\nanswers\ncommerce.xml\ndistinct.sql\nevents.csv\nqueries.sql\nschema-csv.sql\n"), again.Errors);
        Assert.That(File.ReadAllText(Path.Combine(data, "README")), Does.StartWith("Made by hotpath generate: 10 records, "));
    }

    [TestCase("--events '0': give a whole number from 1 to 9223372036854775807", "--events", "0")]
    [TestCase("--bound-ms '3600001': give a whole number from 1 to 3600000", "--bound-ms", "3600001")]
    [TestCase("--burst-every-s '59': give 0 for no bursts, or at least 60", "--burst-every-s", "59")]
    [TestCase("--start '2026-08-01': give a time from 1970 to 2200 such as 2026-08-01T00:00:00Z", "--start", "2026-08-01")]
    [TestCase("--format 'sbe,xml': give sbe, csv or json, each at most once, with commas between them", "--format", "sbe,xml")]
    [TestCase("--format 'csv,csv': give sbe, csv or json, each at most once, with commas between them", "--format", "csv,csv")]
    [TestCase("--format 'csv,sbe': standard output takes one format; name a folder for several", "--format", "csv,sbe", "--out", "-")]
    [TestCase("--out '': name a folder, or - for standard output", "--out", "")]
    public void WrongOptions_AreNamedWithValueAndRule(string expected, params string[] args)
    {
        var streams = new MemoryStreams();
        var commands = new RecordingCommands();
        string[] output = args.Contains("--out") ? [] : ["--out", "x"];
        int exit = new Application(streams.Streams(), commands).Run(["generate", .. output, .. args]);
        Assert.That((exit, commands.Calls.Count), Is.EqualTo((2, 0)));
        Assert.That(streams.Messages, Does.StartWith($"hotpath generate: {expected}\n"));
    }

    [Test]
    public void Options_AreRead_AndHaveTheDefaultsOfTheGenerator()
    {
        Assert.That(Parsed("--out", "x").Options, Is.EqualTo(new GeneratorOptions()));
        GenerateArguments all = Parsed(
            "--out", "-", "--format", "json", "--events", "7", "--seed", "8", "--start", "2026-08-01T00:00:09Z", "--density", "10", "--tenants", "11", "--users", "12",
            "--products", "13", "--session-gap-s", "140", "--burst-every-s", "150", "--burst-factor", "16", "--bound-ms", "17", "--disorder-ppm", "18", "--late-ppm", "19",
            "--late-by-ms", "20", "--duplicates-ppm", "21", "--duplicates-within-ms", "22", "--far-future-ppm", "23", "--poison-ppm", "24", "--dedup-window-s", "250",
            "--rate", "26", "--no-answers", "-q");
        var expected = new GeneratorOptions
        {
            Events = 7,
            Seed = 8,
            StartMs = 1_785_542_409_000,
            Density = 10,
            Tenants = 11,
            Users = 12,
            Products = 13,
            SessionGapMs = 140_000,
            BurstEveryMs = 150_000,
            BurstFactor = 16,
            BoundMs = 17,
            DisorderPpm = 18,
            LatePpm = 19,
            LateByMs = 20,
            DuplicatesPpm = 21,
            DuplicatesWithinMs = 22,
            FarFuturePpm = 23,
            PoisonPpm = 24,
            DedupWindowMs = 250_000,
        };
        Assert.That(all.Options, Is.EqualTo(expected));
        Assert.That((all.Output, all.Formats.Single(), all.Rate, all.HasAnswers, all.IsQuiet), Is.EqualTo(("-", DataFormat.Json, 26, false, true)));
    }

    private static GenerateArguments Parsed(params string[] args)
    {
        var streams = new MemoryStreams();
        var commands = new RecordingCommands();
        Assert.That(new Application(streams.Streams(), commands).Run(["generate", .. args]), Is.Zero, streams.Messages);
        return (GenerateArguments)commands.Calls.Single();
    }

    private static IEnumerable<string> Late(JsonDocument report) => report.RootElement.GetProperty("statements").EnumerateArray()
        .Where(static s => s.GetProperty("late").GetInt64() > 0)
        .Select(static s => $"{s.GetProperty("name").GetString()},{s.GetProperty("tenant").GetString()},{s.GetProperty("late").GetInt64()}");

    // What was rejected has no tenant.
    private static IEnumerable<string> Ledger(JsonDocument report) => report.RootElement.GetProperty("sources").EnumerateArray()
        .Where(static s => s.GetProperty("tenant").GetString() is not null)
        .Select(static s => string.Join(',', ((string[])["tenant", "read", "sequenced", "deduplicated", "stale"]).Select(name => s.GetProperty(name).ToString())));

    // The script beside the data, over a table that makes the same events itself.
    private string DatagenSchema()
    {
        string text = File.ReadAllText(_folder.File("schema-csv.sql"));
        string[] words = Wild.Split(' ');
        string[] options =
        [
            "'connector' = 'datagen'", "'rows-per-second' = '0'", "'hotpath.datagen.events' = 'shop'", "'hotpath.datagen.answers' = '${OUT}/answers'",
            .. words.Chunk(2).Select(static option => option[0] == "--events" ? $"'number-of-rows' = '{option[1]}'" : $"'hotpath.datagen.{option[0][2..]}' = '{option[1]}'"),
        ];
        return $"{text[..text.IndexOf("'connector'", StringComparison.Ordinal)]}{string.Join(", ", options)}\n);\n";
    }

    private string[] Answers(string file) => File.ReadAllLines(_folder.File($"answers/{file}"))[1..];

    private long Total(string name) =>
        Answers("totals.csv").Select(static row => row.Split(',')).Where(f => f[0] == name).Select(static f => long.Parse(f[1], CultureInfo.InvariantCulture)).Single();
}
