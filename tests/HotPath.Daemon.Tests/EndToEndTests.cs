using System;
using System.IO;
using System.Text.Json;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>The documented exit codes and promises, each seen on a real process.</summary>
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EndToEndTests : IDisposable
{
    private const string First = "docs/examples/first/schema.sql docs/examples/first/queries.sql";

    // Never ends by itself; one row every millisecond.
    private const string Endless =
        "CREATE TABLE t (n BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '1000');\nSELECT n FROM t;\n";

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Run_FirstScriptOfTheReadme_GivesItsExpectedRows()
    {
        string report = _folder.File("report.json");
        CommandResult result = CommandRun.Complete(
            $"hotpath run {First} --set ORDERS=docs/examples/first/orders.csv --output csv --report {report}");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(report));
        Assert.Multiple(() =>
        {
            Assert.That(result.Output, Is.EqualTo(File.ReadAllText(Path.Combine(Repository.Root, "docs/examples/first/expected.csv"))));
            Assert.That(result.Errors, Does.Contain("run complete: 5 events").And.Contain("balanced to the row"));
            Assert.That(result.Errors, Does.Contain("in memory: nothing of this survives"));
            Assert.That(json.RootElement.GetProperty("events").GetInt64(), Is.EqualTo(5));
            Assert.That(json.RootElement.GetProperty("isLedgerBalanced").GetBoolean(), Is.True);
        });
    }

    /// <summary>No record of a file gave it, so none is named.</summary>
    [Test]
    public void Run_WithAResultThatFails_NamesNoRecord()
    {
        _folder.Write("in.csv", "a\na\na\n");
        string script = _folder.Write("job.sql", $"""
            CREATE TABLE t (k STRING) WITH ('connector' = 'filesystem', 'path' = '{_folder.Path}/in.csv', 'format' = 'csv');
            SELECT k, 1 / (COUNT(*) - 2) AS x FROM t GROUP BY k;
            """);
        CommandResult run = CommandRun.Complete($"hotpath run {script}");
        Assert.That(run.Errors, Does.Match("1 dead letter, 0 of them rejected at ingress; the first:\n +t: DivisionByZero \\(statement select-1, group result\\): a\n"));
    }

    [Test]
    public void Run_FromStandardInput_GivesTheSame()
    {
        CommandResult result = CommandRun.Complete(
            $"hotpath run {First} --set ORDERS=- --output csv --quiet < docs/examples/first/orders.csv");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Output, Is.EqualTo(File.ReadAllText(Path.Combine(Repository.Root, "docs/examples/first/expected.csv"))));
        Assert.That(result.Errors, Is.Empty, "--quiet");
    }

    [Test]
    public void Run_Shop_CountsEveryRowAndReplaysUnderAnyArrangement()
    {
        string log = _folder.File("shop.hplog");
        string shop = "docs/examples/shop/schema.sql docs/examples/shop/queries.sql";
        CommandResult run = CommandRun.Complete(
            $"hotpath run {shop} --set ROWS=20000 --set SEED=3 --set OUT={_folder.Path} --record {log} --output csv");
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        byte[] revenue = File.ReadAllBytes(_folder.File("revenue_by_minute.csv"));
        CommandResult replay = CommandRun.Complete(
            $"hotpath replay {log} --shards 5 --batch 7 --threads ingress/shards+recorder+egress --repeat 2");
        CommandResult printed = CommandRun.Complete($"hotpath replay {log} --output csv --quiet");
        Assert.Multiple(() =>
        {
            Assert.That(run.Errors, Does.Contain("run complete: 20,000 events").And.Contain("16 tenants"));
            Assert.That(revenue, Is.Not.Empty);
            Assert.That(replay.ExitCode, Is.Zero, replay.Errors);
            Assert.That(replay.Output, Is.Empty);
            Assert.That(replay.Errors, Does.Contain("replay 2 complete: 20,000 events").And.Not.Contain("DIVERGED"));
            Assert.That(printed.ExitCode, Is.Zero, printed.Errors);
            Assert.That(printed.Output, Is.EqualTo(run.Output));
            Assert.That(File.ReadAllBytes(_folder.File("revenue_by_minute.csv")), Is.EqualTo(revenue));
        });
    }

    [Test]
    public void Import_ThenRunFromTheLog_GivesTheSame()
    {
        string log = _folder.File("orders.hplog");
        CommandResult import = CommandRun.Complete(
            $"hotpath import docs/examples/first/schema.sql --table orders --to {log} --set ORDERS=docs/examples/first/orders.csv");
        string schema = _folder.Write(
            "log.sql",
            File.ReadAllText(Path.Combine(Repository.Root, "docs/examples/first/schema.sql")).Replace("'csv'", "'hotpath-log'"));
        CommandResult run = CommandRun.Complete(
            $"hotpath run {schema} docs/examples/first/queries.sql --set ORDERS={log} --output csv --quiet");
        Assert.Multiple(() =>
        {
            Assert.That(import.ExitCode, Is.Zero, import.Errors);
            Assert.That(import.Errors, Does.Contain("import complete: 5 events of orders"));
            Assert.That(run.ExitCode, Is.Zero, run.Errors);
            Assert.That(run.Output, Is.EqualTo(File.ReadAllText(Path.Combine(Repository.Root, "docs/examples/first/expected.csv"))));
        });
    }

    [Test]
    public void Explain_OfAScript_PrintsScopeClockAndState()
    {
        CommandResult result = CommandRun.Complete($"hotpath explain {First} --set ORDERS=absent.csv");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Output, Does.Contain("orders").And.Contain("global"));
    }

    [Test]
    public void Run_ScriptErrors_ListsAllWithPlacesAndExits2()
    {
        string script = _folder.Write("bad.sql", "SELECT FROM;\nCREATE TABLE t (a INTEGR) WITH ('connector' = 'print');\n");
        CommandResult result = CommandRun.Complete($"hotpath run {script}");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Errors, Does.Contain("bad.sql:1:").And.Contain("bad.sql:2:").And.Contain("INTEGR").And.Contain("^"));
            Assert.That(result.Errors, Does.Contain("HP1002").And.Not.Contain("   at "));
        });
    }

    [TestCase("missing.csv", 3, "HP2001")]
    [TestCase(".", 3, "HP2001")]
    public void Run_InputThatCannotBeRead_Exits3(string path, int exitCode, string code)
    {
        CommandResult result = CommandRun.Complete($"hotpath run {First} --set ORDERS={_folder.File(path)} --output csv");
        Assert.That((result.ExitCode, result.Errors.Contains(code, StringComparison.Ordinal)), Is.EqualTo((exitCode, true)), result.Errors);
    }

    [Test]
    public void Run_SinkThatIsAFolder_Exits4()
    {
        Directory.CreateDirectory(_folder.File("revenue_by_minute.csv"));
        CommandResult result = CommandRun.Complete(
            "hotpath run docs/examples/shop/schema.sql docs/examples/shop/queries.sql --set ROWS=10 --set SEED=1 "
            + $"--set OUT={_folder.Path}");
        Assert.That(result.ExitCode, Is.EqualTo(4), result.Errors);
        Assert.That(result.Errors, Does.Contain("HP2002").And.Contain("revenue_by_minute.csv"));
    }

    [Test]
    public void Run_StandardOutputFull_Exits4()
    {
        CommandResult result = CommandRun.Complete(
            $"hotpath run {First} --set ORDERS=docs/examples/first/orders.csv --output csv > /dev/full");
        Assert.That(result.ExitCode, Is.EqualTo(4), result.Errors);
        Assert.That(result.Errors, Does.Contain("HP2002"));
    }

    [Test]
    public void Run_FailingRow_IsADeadLetterOrExits7()
    {
        string data = _folder.Write("n.csv", "4\n0\n2\n");
        string script = _folder.Write(
            "div.sql",
            $"CREATE TABLE t (n INT) WITH ('connector' = 'filesystem', 'path' = '{data}', 'format' = 'csv');\nSELECT 8 / n AS q FROM t;\n");
        string strict = _folder.Write("strict.sql", "SET 'hotpath.on-error' = 'fail';\n");
        CommandResult lenient = CommandRun.Complete($"hotpath run {script} --output csv");
        CommandResult failing = CommandRun.Complete($"hotpath run {strict} {script} --output csv");
        string kept = _folder.Write("kept.sql", $"SET 'hotpath.dead-letter.path' = '{_folder.File("dead.ndjson")}';\n");
        CommandResult recorded = CommandRun.Complete($"hotpath run {kept} {script} -q --record {_folder.File("n.hplog")}");
        CommandResult replay = CommandRun.Complete($"hotpath replay {_folder.File("n.hplog")} -q");
        Assert.Multiple(() =>
        {
            Assert.That(lenient.ExitCode, Is.Zero, lenient.Errors);
            Assert.That(lenient.Output, Is.EqualTo("op,q\n+I,2\n+I,4\n"));
            Assert.That(lenient.Errors, Does.Contain("1 dead letter").And.Contain("DivisionByZero").And.Contain("record 2"));
            Assert.That(lenient.Errors, Does.Contain("t file n.csv record 2: DivisionByZero").And.Contain("{\"n\":0}"));
            Assert.That(failing.ExitCode, Is.EqualTo(7), failing.Errors);
            Assert.That(failing.Errors, Does.Contain("HP2004"));
            Assert.That(recorded.ExitCode, Is.Zero, recorded.Errors);
            Assert.That(
                File.ReadAllText(_folder.File("dead.ndjson")),
                Is.EqualTo(
                    "{\"statement\":\"select-1\",\"operator\":\"project\",\"reason\":\"DivisionByZero\",\"column\":null,"
                    + "\"tenant\":null,\"table\":\"t\",\"file\":0,\"file_name\":\"n.csv\",\"record\":2,\"detail\":null,"
                    + "\"raw\":\"{\\\"n\\\":0}\"}\n"));
            Assert.That(replay.Errors, Does.EndWith("replay equal: 1 mark, 2 sinks, hash chain\n"));
        });
    }

    [Test]
    public void Replay_DamagedLog_Exits5()
    {
        string log = Recorded();
        byte[] bytes = File.ReadAllBytes(log);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(log, bytes);
        CommandResult damaged = CommandRun.Complete($"hotpath replay {log}");
        File.WriteAllBytes(log, bytes[..(bytes.Length / 3)]);
        CommandResult cut = CommandRun.Complete($"hotpath replay {log}");
        Assert.Multiple(() =>
        {
            Assert.That(damaged.ExitCode, Is.EqualTo(5), damaged.Errors);
            Assert.That(damaged.Errors, Does.Contain("HP2003"));
            Assert.That(cut.ExitCode, Is.EqualTo(5), cut.Errors);
        });
    }

    [Test]
    public void Replay_OtherOutputThanRecorded_Exits6()
    {
        string log = Recorded();
        string forged = _folder.File("forged.hplog");
        ForgedLog.Write(log, forged);
        CommandResult result = CommandRun.Complete($"hotpath replay {forged}");
        Assert.That(result.ExitCode, Is.EqualTo(6), result.Errors);
        Assert.That(result.Errors, Does.Contain("replay 1 diverged").And.Contain("DIVERGED  sink 'select-1'"));
        Assert.That(result.Errors, Does.Contain("\nreplay diverged: ").And.EndWith("from the recorded run\n"));
    }

    [Test]
    public void Replay_OfMissingLog_Exits3()
    {
        CommandResult result = CommandRun.Complete("hotpath replay absent.hplog");
        Assert.That(result.ExitCode, Is.EqualTo(3), result.Errors);
    }

    [TestCase("INT", 130, "interrupted")]
    [TestCase("TERM", 143, "terminated")]
    public void Run_Signalled_DrainsAndSays(string signal, int exitCode, string word)
    {
        string script = _folder.Write("endless.sql", Endless);
        using CommandRun run = CommandRun.Start($"exec dotnet exec \"$hotpath\" run {script} --output csv");
        _ = run.Output.ReadLine();
        _ = run.Output.ReadLine();
        run.Signal(signal);
        CommandResult result = run.Finish();
        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.Errors);
        Assert.That(result.Errors, Does.Contain(word).And.Contain("balanced to the row"));
        Assert.That(result.Output, Does.EndWith("\n"), "the last row is whole");
    }

    [Test]
    public void Run_ReaderGone_IsACleanEnd()
    {
        string script = _folder.Write("endless.sql", Endless);
        CommandResult result = CommandRun.Complete($"hotpath run {script} --output csv | head -n 3");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(3));
        Assert.That(result.Errors, Does.Contain("the reader of standard output has gone").And.Not.Contain("HP"));
    }

    private string Recorded()
    {
        string log = _folder.File("first.hplog");
        CommandResult run = CommandRun.Complete(
            $"hotpath run {First} --set ORDERS=docs/examples/first/orders.csv --output csv --quiet --record {log}");
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        return log;
    }
}
