using System;
using System.IO;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>What a first user ran into, each seen on a real process.</summary>
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FirstUserTests : IDisposable
{
    private const string Rows = "2026-08-01 12:00:05.000,paris,12.50\n2026-08-01 12:03:00.000,paris,1.00\n2026-08-01 12:00:06.000,paris,7.00\n";

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase("--record in/orders.csv", "--record", "the input of table 'orders'")]
    [TestCase("--report in/orders.csv", "--report", "the input of table 'orders'")]
    [TestCase("--report link.csv", "--report", "the input of table 'orders'")]
    [TestCase("--report linked/../in/./orders.csv", "--report", "the input of table 'orders'")]
    [TestCase("--record in/day.hplog", "--record", "the input of table 'orders'", "in")]
    [TestCase("--record schema.sql", "--record", "script")]
    [TestCase("--report insert.sql", "--report", "script")]
    [TestCase("--record out/revenue.csv", "--record", "the output of table 'revenue'")]
    [TestCase("--report dead.log", "--report", "the dead-letter log")]
    [TestCase("--record x --report ./x", "--record", "--report")]
    [TestCase("--set X=1 --report ' '", "--report", "is no path")]
    public void Run_FileWithTwoUses_IsRefusedBeforeAnythingIsOpened(string options, string use, string other, string input = "in/orders.csv")
    {
        Session();
        File.CreateSymbolicLink(_folder.File("link.csv"), _folder.File("in/orders.csv"));
        Directory.CreateSymbolicLink(_folder.File("linked"), _folder.File("in"));
        string[] before = Contents();
        CommandResult result = InFolder($"run schema.sql insert.sql --set ORDERS={input} --set OUT=out {options}");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2), result.Errors);
            Assert.That(result.Errors, Does.Contain("HP1001").And.Contain(use).And.Contain(other));
            Assert.That(Contents(), Is.EqualTo(before));
        });
    }

    [Test]
    public void Run_SinkOverItsScript_IsRefused()
    {
        Session();
        string script = _folder.Write("out/revenue.csv", File.ReadAllText(_folder.File("insert.sql")));
        string before = File.ReadAllText(script);
        CommandResult result = InFolder("run schema.sql out/revenue.csv --set ORDERS=in/orders.csv --set OUT=out");
        Assert.That((result.ExitCode, File.ReadAllText(script)), Is.EqualTo((2, before)), result.Errors);
    }

    [Test]
    public void Run_StandardInputFromTheFileToWrite_IsRefused()
    {
        Session();
        CommandResult result = InFolder("run schema.sql insert.sql --set ORDERS=- --set OUT=out --record in/orders.csv < in/orders.csv");
        Assert.That((result.ExitCode, File.ReadAllText(_folder.File("in/orders.csv"))), Is.EqualTo((2, Rows)), result.Errors);
    }

    [Test]
    public void Import_OverItsInput_IsRefused()
    {
        Session();
        CommandResult result = InFolder("import schema.sql --set ORDERS=in/orders.csv --table orders --to in/orders.csv");
        Assert.That((result.ExitCode, File.ReadAllText(_folder.File("in/orders.csv"))), Is.EqualTo((2, Rows)), result.Errors);
        Assert.That(result.Errors, Does.Contain("HP1001").And.Contain("--to"));
    }

    [TestCase("--record other.csv", "--record")]
    [TestCase("--report other.csv", "--report")]
    [TestCase("--record in/../linked.csv --set ORDERS=in", "'in/")]
    public void Run_OutputThatIsAHardLinkOfItsInput_IsRefused(string options, string named)
    {
        Session();
        Assert.That(
            CommandRun.Complete($"cd {_folder.Path} && ln in/orders.csv other.csv && ln in/orders.csv linked.csv").ExitCode,
            Is.Zero);
        string input = options.Contains("ORDERS", StringComparison.Ordinal) ? string.Empty : "--set ORDERS=in/orders.csv";
        CommandResult result = InFolder($"run schema.sql insert.sql {input} --set OUT=out {options}");
        Assert.That((result.ExitCode, File.ReadAllText(_folder.File("in/orders.csv"))), Is.EqualTo((2, Rows)), result.Errors);
        Assert.That(result.Errors, Does.Contain("HP1001").And.Contain(named).And.Contain("the same file as"));
    }

    [TestCase("", "hotpath: 1 record of table orders rejected (1 of {0})")]
    [TestCase("-q", "hotpath: 1 record of table orders rejected (1 of {0})")]
    public void Import_SomeRejected_SaysSo(string option, string line)
    {
        Session();
        _folder.Write("in/orders.csv", Rows + "a;b;c\n");
        int records = Rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length + 1;
        CommandResult result = InFolder($"import schema.sql --set ORDERS=in/orders.csv --table orders --to o.hplog {option}");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(
            result.Errors, Does.Contain(line.Replace("{0}", $"{records}", StringComparison.Ordinal)));
    }

    [TestCase("")]
    [TestCase("-q")]
    public void Import_EveryRecordRejected_SaysSoLoudly(string option)
    {
        Session();
        _folder.Write("in/orders.csv", "a;b;c\nd;e;f\n");
        CommandResult result = InFolder($"import schema.sql --set ORDERS=in/orders.csv --table orders --to o.hplog {option}");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Errors, Does.Contain("EVERY RECORD of table orders WAS REJECTED (2 of 2)"));
    }

    [Test]
    public void Run_WrongOption_PointsAtTheOptionAndAMissingOneAtTheTable()
    {
        _folder.Write("bad.sql", "CREATE TABLE t (n INT) WITH (\n  'connector' = 'filesystem',\n  'format' = 'avro');\nSELECT n FROM t;\n");
        CommandResult result = InFolder("run bad.sql");
        Assert.That(result.ExitCode, Is.EqualTo(2), result.Errors);
        Assert.That(result.Errors, Does.Contain("bad.sql:3:3: ").And.Contain("'format' = 'avro': must be"));
        Assert.That(result.Errors, Does.Contain("bad.sql:1:1: ").And.Contain("option 'path' is missing"));
    }

    [Test]
    public void Run_OldLogAndUnrelatedReport_AreWrittenOver()
    {
        Session();
        _folder.Write("old.json", "old");
        string line = "run schema.sql insert.sql --set ORDERS=in/orders.csv --set OUT=out --record day.hplog --report old.json -q";
        Assert.That(InFolder(line).ExitCode, Is.Zero);
        CommandResult again = InFolder(line);
        Assert.That(again.ExitCode, Is.Zero, again.Errors);
        Assert.That(again.Errors, Is.EqualTo("hotpath: statement 1 revenue: 1 late row in no result\n"), "late rows are told with -q");
        Assert.That(File.ReadAllText(_folder.File("old.json")), Does.StartWith("{"));
        Assert.That(File.ReadAllText(_folder.File("out/revenue.csv")), Does.StartWith("paris,"));
    }

    [Test]
    public void Replay_WithOutput_WritesNoTableAndEndsWithAVerdict()
    {
        Session();
        _ = InFolder("run schema.sql insert.sql --set ORDERS=in/orders.csv --set OUT=out --record day.hplog -q");
        _folder.Write("out/revenue.csv", "kept");
        CommandResult quiet = InFolder("replay day.hplog -q --output csv");
        CommandResult full = InFolder("replay day.hplog --repeat 2");
        CommandResult over = InFolder("replay day.hplog --report day.hplog");
        Assert.Multiple(() =>
        {
            Assert.That(quiet.ExitCode, Is.Zero, quiet.Errors);
            Assert.That(quiet.Errors, Does.EndWith("replay equal: 1 mark, 2 sinks, hash chain\n"));
            Assert.That(full.Errors, Does.EndWith("replay equal: 1 mark, 2 sinks, hash chain (2 replays)\n"));
            Assert.That(full.Errors, Does.Not.Contain("recorded  "));
            Assert.That(File.ReadAllText(_folder.File("out/revenue.csv")), Is.EqualTo("kept"));
            Assert.That(over.ExitCode, Is.EqualTo(2), over.Errors);
            Assert.That(over.Errors, Does.Contain("--report").And.Contain("the replayed log"));
        });
    }

    [Test]
    public void Replay_OfAnImport_SaysThatThereIsNothingToCompare()
    {
        Session();
        CommandResult import = InFolder("import schema.sql --set ORDERS=in/orders.csv --table orders --to o.hplog -q");
        CommandResult replay = InFolder("replay o.hplog -q");
        Assert.That((import.ExitCode, replay.ExitCode), Is.EqualTo((0, 0)), import.Errors + replay.Errors);
        Assert.That(replay.Errors, Does.Contain("nothing to compare but frames and hash chain"));
    }

    [Test]
    public void Run_EveryRecordRejected_SaysSoLoudly()
    {
        Session();
        _folder.Write("in/orders.csv", "a;b;c\nd;e;f\n");
        CommandResult result = InFolder("run schema.sql insert.sql --set ORDERS=in/orders.csv --set OUT=out -q");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Errors, Does.Contain("EVERY RECORD of table orders WAS REJECTED (2 of 2)"));
    }

    [TestCase("--record no/day.hplog")]
    [TestCase("--report no/day.json")]
    [TestCase("--set OUT=no")]
    public void Run_FolderMissing_SaysWhichAndWhatToDo(string option)
    {
        Session();
        string rest = option.Contains("OUT", StringComparison.Ordinal) ? option : $"--set OUT=out {option}";
        CommandResult result = InFolder($"run schema.sql insert.sql --set ORDERS=in/orders.csv {rest}");
        Assert.That(result.ExitCode, Is.EqualTo(4), result.Errors);
        Assert.That(result.Errors, Does.Contain($"folder '{_folder.File("no")}' does not exist; create it"));
    }

    [Test]
    public void Run_ScriptWithoutStatement_IsRefused()
    {
        Session();
        CommandResult result = InFolder("run schema.sql --set ORDERS=in/orders.csv");
        Assert.That(result.ExitCode, Is.EqualTo(2), result.Errors);
        Assert.That(result.Errors, Does.Contain("HP1001").And.Contain("nothing to run: the script has no SELECT or INSERT"));
    }

    [Test]
    public void Run_RejectedRowUnderFail_SaysTheRemedy()
    {
        Session();
        _folder.Write("in/orders.csv", "wrong\n");
        _folder.Write("strict.sql", "SET 'hotpath.on-error' = 'fail';\n");
        CommandResult result = InFolder("run schema.sql strict.sql insert.sql --set ORDERS=in/orders.csv --set OUT=out");
        Assert.That(result.ExitCode, Is.EqualTo(7), result.Errors);
        Assert.That(result.Errors, Does.Contain("HP2004").And.Contain("mend the row, or leave 'hotpath.on-error' at 'dead-letter'"));
    }

    [Test]
    public void Run_InsertOfTheReadme_WritesWhatTheReadmeShows()
    {
        string first = "docs/examples/first";
        CommandResult result = CommandRun.Complete(
            $"hotpath run {first}/schema.sql {first}/insert.sql --set ORDERS={first}/orders.csv --set OUT={_folder.Path}");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(
            File.ReadAllText(_folder.File("revenue.csv")),
            Is.EqualTo(File.ReadAllText(Path.Combine(Repository.Root, first, "expected-revenue.csv"))));
        Assert.That(result.Errors, Does.Contain($"-> {_folder.File("revenue.csv")}"));
    }

    private void Session()
    {
        foreach (string folder in (string[])["in", "out"])
        {
            Directory.CreateDirectory(_folder.File(folder));
        }

        string first = Path.Combine(Repository.Root, "docs/examples/first");
        _folder.Write("in/orders.csv", Rows);
        _folder.Write("schema.sql", "SET 'hotpath.dead-letter.path' = 'dead.log';\n" + File.ReadAllText(Path.Combine(first, "schema.sql")));
        _folder.Write("insert.sql", File.ReadAllText(Path.Combine(first, "insert.sql")));
    }

    private CommandResult InFolder(string arguments) => CommandRun.Complete($"cd {_folder.Path} && hotpath {arguments}");

    private string[] Contents() =>
        Array.ConvertAll(
            Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories), static file => $"{file}: {File.ReadAllText(file)}");
}
