using System;
using System.Linq;
using HotPath.Daemon.CommandLine;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

public sealed class CommandLineTests
{
    private static readonly string[] Names = ["run", "replay", "import", "explain", "state", "why", "journal"];

    [Test]
    public void Run_WithEveryOption_ReadsThemAll()
    {
        var arguments = (RunArguments)Parsed(
            "run", "a.sql", "b.sql", "--set", "A=1", "--set", "B=x=y", "--threads", "ingress/shards+egress", "--shards", "3", "--batch", "17",
            "--output", "csv", "--record", "r.hplog", "--report", "r.json", "--quiet");
        Assert.Multiple(() =>
        {
            Assert.That(arguments.Session.Scripts, Is.EqualTo(new[] { "a.sql", "b.sql" }));
            Assert.That(arguments.Session.Variables["A"], Is.EqualTo("1"));
            Assert.That(arguments.Session.Variables["B"], Is.EqualTo("x=y"));
            Assert.That(arguments.Engine, Is.EqualTo(new EngineArguments { Threads = "ingress/shards+egress", Shards = 3, BatchFrames = 17 }));
            Assert.That(arguments.Output, Is.EqualTo(OutputKind.Csv));
            Assert.That(arguments.RecordPath, Is.EqualTo("r.hplog"));
            Assert.That(arguments.ReportPath, Is.EqualTo("r.json"));
            Assert.That(arguments.IsQuiet, Is.True);
        });
    }

    [Test]
    public void Run_WithScriptOnly_HasDefaults()
    {
        var arguments = (RunArguments)Parsed("run", "a.sql");
        Assert.Multiple(() =>
        {
            Assert.That(arguments.Session.Variables, Is.Empty);
            Assert.That(arguments.Engine, Is.EqualTo(new EngineArguments { Threads = "auto", Shards = 0, BatchFrames = 256 }));
            Assert.That(arguments.Output, Is.Null, "the scripts may set it");
            Assert.That(arguments.RecordPath, Is.Null);
            Assert.That(arguments.IsQuiet, Is.False);
        });
    }

    [Test]
    public void Replay_WithLogOnly_OnlyVerifies()
    {
        var arguments = (ReplayArguments)Parsed("replay", "x.hplog");
        Assert.That((arguments.LogPath, arguments.Output, arguments.Repeat), Is.EqualTo(("x.hplog", OutputKind.None, 1)));
    }

    [Test]
    public void Replay_OfADataDirectory_HasNoLog()
    {
        var arguments = (ReplayArguments)Parsed("replay", "--data", "state", "--verify");
        Assert.That((arguments.LogPath, arguments.DataPath, arguments.Repeat), Is.EqualTo(((string?)null, "state", 1)));
    }

    [Test]
    public void Import_WithTableAndLog_ReadsThem()
    {
        var arguments = (ImportArguments)Parsed("import", "s.sql", "--table", "events", "--to", "e.hplog");
        Assert.That((arguments.Table, arguments.LogPath, arguments.Session.Scripts.Single()), Is.EqualTo(("events", "e.hplog", "s.sql")));
    }

    [TestCase("ls", JournalView.Segments)]
    [TestCase("dump", JournalView.Frames)]
    [TestCase("verify", JournalView.Verdict)]
    public void Journal_EachView_IsRead(string name, object view) => Assert.That(
        Parsed("journal", name, "--data", "state"), Is.EqualTo(new JournalArguments((JournalView)view, "state")));

    [TestCase("--batch '0': give a whole number from 1 to 65536", "run", "a.sql", "--batch", "0")]
    [TestCase("--batch 'many': give a whole number from 1 to 65536", "run", "a.sql", "--batch", "many")]
    [TestCase("--shards '-1': give a whole number from 0 to 64", "run", "a.sql", "--shards", "-1")]
    [TestCase("--client '': must be 1 to 64 letters, digits, dots, dashes and underscores", "send", "-", "--to", "a:1", "--client", "")]
    [TestCase("hotpath top: --data '': must not be empty; is a variable of the shell not set?", "top", "--data", "")]
    [TestCase("hotpath run: SCRIPT '': must not be empty", "run", "a.sql", "", "--set", "A=")]
    [TestCase("--output 'xml': give one of table, csv, ndjson", "run", "a.sql", "--output", "xml")]
    [TestCase("hotpath run: --commit 'foo': give one of local-sync, async\n", "run", "a.sql", "--commit", "foo")]
    [TestCase("hotpath nexmark: --extra 'foo': give one of full, short\n", "nexmark", "--out", "-", "--extra", "foo")]
    [TestCase("hotpath send: --framing 'foo': give one of sofh, length\n", "send", "-", "--to", "a:1", "--client", "b", "--framing", "foo")]
    [TestCase("hotpath schema check: --mode 'foo': give one of backward, forward, full, transitive\n", "schema", "check", "a", "--mode", "foo")]
    [TestCase("hotpath schema dump: --framing 'foo': give one of sofh, length, none, auto\n", "schema", "dump", "a", "b", "--framing", "foo")]
    [TestCase("--set 'A': give NAME=VALUE", "run", "a.sql", "--set", "A")]
    [TestCase("--set 'A=2': A is set twice; give it once", "run", "a.sql", "--set", "A=1", "--set", "A=2")]
    [TestCase("--table", "import", "a.sql", "--to", "x")]
    [TestCase("hotpath replay: ", "replay")]
    [TestCase("hotpath replay: give either LOG or --data DIR", "replay")]
    [TestCase("hotpath replay: give either LOG or --data DIR", "replay", "x.hplog", "--data", "state")]
    [TestCase("hotpath run: ", "run")]
    [TestCase("--colour", "run", "a.sql", "--colour")]
    [TestCase("hotpath journal verify: Option '--data' is required.", "journal", "verify")]
    [TestCase("See 'hotpath journal --help'.", "journal")]
    [TestCase("hotpath: unknown command 'walk'; the commands are run, replay, import, explain, explain-output, state, why, journal", "walk")]
    [TestCase("hotpath: unknown command 'walk'; the commands are run, replay, import, explain, explain-output, state, why, journal", "walk", "--help")]
    [TestCase("hotpath: ")]
    public void Usage_WhenWrong_OneLineAndExitCode2(string expected, params string[] args)
    {
        var commands = new RecordingCommands();
        var streams = new MemoryStreams();
        int code = new Application(streams.Streams(), commands).Run(args);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(2));
            Assert.That(commands.Calls, Is.Empty);
            Assert.That(streams.Messages, Does.Contain(expected));
            Assert.That(streams.Messages, Does.Contain("--help'."));
            Assert.That(streams.Output, Is.Empty);
        });
    }

    [TestCaseSource(nameof(Names))]
    public void Help_OfEachCommand_HasAnExample(string name)
    {
        var streams = new MemoryStreams();
        int code = new Application(streams.Streams(), new RecordingCommands()).Run([name, "--help"]);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero);
            Assert.That(streams.Output, Does.Contain($"Examples:\n  hotpath {name} "));
            Assert.That(streams.Messages, Is.Empty);
        });
    }

    [Test]
    public void Help_OfRoot_NamesEveryCommandAndTheExitCodes()
    {
        var streams = new MemoryStreams();
        int code = new Application(streams.Streams(), new RecordingCommands()).Run(["--help"]);
        Assert.That(code, Is.Zero);
        Assert.That(streams.Output, Does.Contain("Exit codes: 0 done"));
        Assert.That(Names, Has.All.Matches<string>(name => streams.Output.Contains($"  {name} ", StringComparison.Ordinal)));
    }

    [Test]
    public void Version_Asked_IsPrintedAlone()
    {
        var streams = new MemoryStreams();
        int code = new Application(streams.Streams(), new RecordingCommands()).Run(["--version"]);
        Assert.That(code, Is.Zero);
        Assert.That(streams.Output.Trim(), Does.Match(@"^\d+\.\d+\.\d+"));
    }

    private static object Parsed(params string[] args)
    {
        var commands = new RecordingCommands();
        var streams = new MemoryStreams();
        int code = new Application(streams.Streams(), commands).Run(args);
        Assert.That(code, Is.Zero, streams.Messages);
        return commands.Calls.Single();
    }
}
