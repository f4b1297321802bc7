using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using HotPath.Daemon.Commands;
using HotPath.Daemon.Errors;
using HotPath.Daemon.Tests.Crashes;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary><c>hotpath send</c> and a table of connector 'tcp', as a user types them.</summary>
public sealed partial class SendTests
{
    private const int Terminated = 143;
    private const int StepMs = 20;
    private const int PatienceMs = 600_000;
    private const int QuietMs = 60_000;

    [Test]
    public void Page_Commands_WorkAsTyped()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "tcp.md"));
        string block = CommandBlock().Match(text).Groups[1].Value;
        using var folder = new ScratchFolder();
        string typed = block.Replace("scripts/hotpath", "dotnet exec \"$hotpath\"", StringComparison.Ordinal)
            .Replace("artifacts/tcp", folder.Path, StringComparison.Ordinal)
            .Replace("9400", TcpJob.FreePort().ToString(), StringComparison.Ordinal);
        CommandResult result = CommandRun.Complete(typed, PatienceMs);
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Errors, Does.Contain("5 records sent and acknowledged, 5 in all").And.Contain("balanced to the row"));
        Assert.That(text, Does.Contain($"```\n{File.ReadAllText(folder.File("pages.csv"))}```"));
    }

    [Test]
    public void Node_WithoutData_ThatIsKilled_GetsEverythingAgain()
    {
        using var job = new TcpJob(senders: 1, records: 3000, credit: 100);
        using CommandRun first = CommandRun.Start($"exec {job.Node(isDurable: false)}");
        using CommandRun sender = CommandRun.Start($"exec {job.Send("sender-0", options: "--rate 1000")}");
        WaitUntil(() => job.Kept.Length > 10 || sender.IsEnded);
        first.Signal("KILL");
        _ = first.Finish(PatienceMs);
        using CommandRun second = CommandRun.Start($"exec {job.Node(isDurable: false)}");
        CommandResult result = sender.Finish(PatienceMs);
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(
            result.Errors,
            Does.Contain("no data directory").And.Contain("the node lost what it acknowledged; going on with record 1"));
        second.Signal("TERM");
        Assert.That(second.Finish(PatienceMs).ExitCode, Is.EqualTo(Terminated));
        Assert.That(OnceCheck.Problem(job.Kept, job.All(3000), areOthersAllowed: false), Is.Null);
    }

    /// <summary>Nobody types more, so nothing else makes the sender look for its node; nor does it hear of a stop.</summary>
    [Test]
    public void StandardInput_ThatIsSilent_DoesNotKeepWhatWasTypedWhileTheNodeWasDown()
    {
        using var job = new TcpJob(senders: 1, records: 0);
        string typed = job.Send("sender-0").Replace(job.FileOf("sender-0"), "-", StringComparison.Ordinal);
        CommandRun node = CommandRun.Start($"exec {job.Node()}");
        try
        {
            using CommandRun sender = CommandRun.Start($"exec {typed}");
            Type(sender, TcpJob.Line("sender-0", 1));
            WaitUntil(() => job.Kept.Length == 1 || sender.IsEnded);
            node.Signal("KILL");
            _ = node.Finish(PatienceMs);
            node.Dispose();
            Type(sender, TcpJob.Line("sender-0", 2));
            Thread.Sleep(10 * StepMs);
            node = CommandRun.Start($"exec {job.Node()}");
            WaitUntil(() => job.Kept.Length == 2 || sender.IsEnded, QuietMs);
            Assert.That(job.Kept, Has.Length.EqualTo(2));
            sender.Signal("TERM");
            CommandResult result = sender.Finish(PatienceMs);
            Assert.That(result.ExitCode, Is.EqualTo(Terminated), result.Errors);
            Assert.That(result.Errors, Does.Contain("connected again").And.Contain("stopped; "));
            node.Signal("TERM");
            Assert.That(node.Finish(PatienceMs).ExitCode, Is.EqualTo(Terminated));
        }
        finally
        {
            node.Dispose();
        }

        Assert.That(OnceCheck.Problem(job.Kept, job.All(2), areOthersAllowed: false), Is.Null);
    }

    /// <summary>Nobody looks into it beforehand, and what was written to it does not wait for more.</summary>
    [Test]
    public void NamedPipe_IsSentAsItComes()
    {
        using var job = new TcpJob(senders: 1, records: 0);
        string pipe = job.FileOf("pipe");
        Assert.That(CommandRun.Complete($"mkfifo {pipe}", PatienceMs).ExitCode, Is.Zero);
        using CommandRun node = CommandRun.Start($"exec {job.Node()}");
        using CommandRun sender = CommandRun.Start(
            $"exec {job.Send("sender-0").Replace(job.FileOf("sender-0"), pipe, StringComparison.Ordinal)}");
        using (var writer = new StreamWriter(
            new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0)))
        {
            writer.Write($"{TcpJob.Line("sender-0", 1)}\n");
            writer.Flush();
            WaitUntil(() => job.Kept.Length == 1 || sender.IsEnded, QuietMs);
            Assert.That(job.Kept, Has.Length.EqualTo(1));
            writer.Write($"{TcpJob.Line("sender-0", 2)}\n");
        }

        CommandResult sent = sender.Finish(PatienceMs);
        node.Signal("TERM");
        Assert.That(node.Finish(PatienceMs).ExitCode, Is.EqualTo(Terminated));
        Assert.That(sent.ExitCode, Is.Zero, sent.Errors);
        Assert.That(OnceCheck.Problem(job.Kept, job.All(2), areOthersAllowed: false), Is.Null);
    }

    /// <summary>A later process knows the name without being told again.</summary>
    [Test]
    public void DeadLetters_NameTheClient()
    {
        using var job = new TcpJob(senders: 2, records: 2);
        File.WriteAllLines(job.FileOf("sender-1"), ["sender-1,1,7", "sender-1,no number,7", "sender-1,3,7"]);
        for (int life = 0; life < 2; life++)
        {
            using CommandRun node = CommandRun.Start($"exec {job.Node()}");
            foreach (string sender in job.Senders)
            {
                CommandResult sent = CommandRun.Complete(job.Send(sender), PatienceMs);
                Assert.That(sent.ExitCode, Is.Zero, sent.Errors);
            }

            node.Signal("TERM");
            Assert.That(node.Finish(PatienceMs).ExitCode, Is.EqualTo(Terminated));
            File.AppendAllLines(job.FileOf("sender-1"), ["sender-1,none,7"]);
        }

        Assert.That(
            job.DeadLetters.Select(static line => PlaceOf().Match(line).Value),
            Is.EqualTo(new[] { "\"file_name\":\"sender-1\",\"record\":2", "\"file_name\":\"sender-1\",\"record\":4" }));
    }

    [Test]
    public void Input_ThatIsACutGzipFile_EndsBehindWhatIsWhole()
    {
        using var job = new TcpJob(senders: 1, records: 20_000);
        string plain = job.FileOf("sender-0");
        using (FileStream packed = File.Create($"{plain}.gz"))
        {
            using (var packing = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                packing.Write(File.ReadAllBytes(plain));
            }

            packed.SetLength(packed.Length / 2);
        }

        using CommandRun node = CommandRun.Start($"exec {job.Node()}");
        CommandResult sent = CommandRun.Complete(
            job.Send("sender-0").Replace(plain, $"{plain}.gz", StringComparison.Ordinal), PatienceMs);
        node.Signal("TERM");
        Assert.That(node.Finish(PatienceMs).ExitCode, Is.EqualTo(Terminated));
        Assert.That(sent.ExitCode, Is.EqualTo((int)ExitCode.Input), sent.Errors);
        Assert.That(sent.Errors, Does.Contain("HP2001").And.Contain(".gz' cannot be read"));
        string[] kept = job.Kept;
        Assert.That(kept, Has.Length.InRange(1_000, 19_999));
        Assert.That(kept, Is.EqualTo(Enumerable.Range(1, kept.Length).Select(static n => TcpJob.Line("sender-0", n))));
    }

    /// <summary>Two senders, one of which sends what it had sent; one who speaks another protocol, one who says nothing.</summary>
    [Test]
    public void Report_HasTheFiguresOfTheClients()
    {
        using var job = new TcpJob(senders: 2, records: 30);
        using CommandRun node = CommandRun.Start($"exec {job.Node(options: $"--report {job.ReportPath}")}");
        foreach (string sender in job.Senders)
        {
            CommandResult sent = CommandRun.Complete(job.Send(sender), PatienceMs);
            Assert.That(sent.ExitCode, Is.Zero, sent.Errors);
        }

        CommandResult others = CommandRun.Complete(
            $"exec 3<>/dev/tcp/127.0.0.1/{job.Port}; echo 'GET / HTTP/1.1' >&3; cat <&3 >{job.ReportPath}.reply; true < /dev/tcp/127.0.0.1/{job.Port}",
            PatienceMs);
        Assert.That(others.ExitCode, Is.Zero, others.Errors);
        Assert.That(CommandRun.Complete(job.Send("sender-0", client: "sender-2"), PatienceMs).ExitCode, Is.Zero);
        node.Signal("TERM");
        Assert.That(node.Finish(PatienceMs).ExitCode, Is.EqualTo(Terminated));
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(job.ReportPath));
        JsonElement clients = report.RootElement.GetProperty("clients");
        Assert.That(clients.GetArrayLength(), Is.EqualTo(1));
        JsonElement table = clients[0];
        long[] bytes = [.. job.Senders.Select(sender => File.ReadAllLines(job.FileOf(sender)).Sum(static line => (long)line.Length))];
        Assert.Multiple(() =>
        {
            Assert.That(table.GetProperty("table").GetString(), Is.EqualTo("events"));
            Assert.That(table.GetProperty("connections").GetInt64(), Is.EqualTo(5));
            Assert.That(table.GetProperty("clients").GetInt64(), Is.EqualTo(3));
            Assert.That(table.GetProperty("records").GetInt64(), Is.EqualTo(90));
            Assert.That(table.GetProperty("bytes").GetInt64(), Is.EqualTo((2 * bytes[0]) + bytes[1]));
            Assert.That(table.GetProperty("duplicates").GetInt64(), Is.Zero);
            Assert.That(
                table.GetProperty("ended").EnumerateObject().Select(static reason => $"{reason.Name} {reason.Value}"),
                Is.EqualTo(new[]
                {
                    "REPLACED 0", "BUSY 0", "PROTOCOL 1", "TOO_LARGE 0", "CHECKSUM 0", "GAP 0", "CREDIT 0", "CLIENT 0", "TIMEOUT 0",
                }));
            Assert.That(
                report.RootElement.GetProperty("sources").EnumerateArray().Single().GetProperty("sequenced").GetInt64(), Is.EqualTo(90));
        });
    }

    [Test]
    public void Sender_OfAShorterFile_IsRefused()
    {
        using var job = new TcpJob(senders: 1, records: 20);
        using CommandRun node = CommandRun.Start($"exec {job.Node()}");
        Assert.That(CommandRun.Complete(job.Send("sender-0"), PatienceMs).ExitCode, Is.Zero);
        CommandResult again = CommandRun.Complete(job.Send("sender-0"), PatienceMs);
        Assert.That((again.ExitCode, again.Errors.Contains("0 records sent and acknowledged, 20 in all", StringComparison.Ordinal)), Is.EqualTo((0, true)));
        File.WriteAllLines(job.FileOf("sender-0"), File.ReadAllLines(job.FileOf("sender-0")).Take(19));
        CommandResult shorter = CommandRun.Complete(job.Send("sender-0"), PatienceMs);
        Assert.That(shorter.ExitCode, Is.EqualTo(3));
        Assert.That(shorter.Errors, Does.Contain("has 19 records, but 20 of client 'sender-0' are acknowledged"));
        CommandResult piped = CommandRun.Complete(
            $"(echo header; cat {job.FileOf("sender-0")}; echo 'sender-0,20,1'; echo 'sender-0,21,7') | "
            + job.Send("sender-0", options: "--skip-lines 1").Replace(job.FileOf("sender-0"), "-", StringComparison.Ordinal));
        Assert.That(piped.ExitCode, Is.Zero, piped.Errors);
        node.Signal("TERM");
        Assert.That(node.Finish(PatienceMs).ExitCode, Is.EqualTo(Terminated));
        Assert.That(OnceCheck.Problem(job.Kept, job.All(21), areOthersAllowed: false), Is.Null);
    }

    [Test]
    public void Records_BeforeOneThatIsTooLong_AreAcknowledgedAndItIsNamed()
    {
        using var job = new TcpJob(senders: 1, records: 4);
        using CommandRun node = CommandRun.Start($"exec {job.Node()}");
        string[] lines = File.ReadAllLines(job.FileOf("sender-0"));
        File.WriteAllLines(job.FileOf("sender-0"), [lines[0], lines[1], new string('x', 70_000), lines[3]]);
        CommandResult sent = CommandRun.Complete(job.Send("sender-0"), PatienceMs);
        Assert.That(sent.ExitCode, Is.EqualTo(3), sent.Errors);
        Assert.That(sent.Errors, Does.Contain("(record 3)").And.Contain("raise its 'record.max-bytes'"));
        node.Signal("TERM");
        Assert.That(node.Finish(PatienceMs).ExitCode, Is.EqualTo(Terminated));
        Assert.That(job.Kept, Is.EqualTo(lines.Take(2)));
    }

    [TestCase("send missing.csv --to 127.0.0.1:1 --client a", 3, "input 'missing.csv' cannot be opened")]
    [TestCase("send FILE --to 127.0.0.1:1 --client a --retry 0", 11, "HP2010: 127.0.0.1:1 is not reached")]
    [TestCase("send FILE --to 127.0.0.1 --client a", 2, "--to '127.0.0.1': give HOST:PORT")]
    [TestCase("send FILE --to 127.0.0.1:1 --client 'a b'", 2, "client 'a b': must be 1 to 64")]
    [TestCase("send FILE --to 127.0.0.1:1", 2, "--client")]
    public void Command_ThatIsWrong_SaysWhy(string line, int exit, string problem)
    {
        using var folder = new ScratchFolder();
        string file = folder.Write("in.csv", "a,1\n");
        string[] arguments = [.. Arguments().Matches(line).Select(match => match.Value.Trim('\'').Replace("FILE", file, StringComparison.Ordinal))];
        var streams = new MemoryStreams();
        int code = new Application(streams.Streams(), new EngineCommands(streams.Streams())).Run(arguments);
        Assert.That((code, streams.Messages), Is.EqualTo((exit, streams.Messages)));
        Assert.That(streams.Messages, Does.Contain(problem));
    }

    [TestCase("'listen' = '127.0.0.1:9400', 'format' = 'csv'", 0, "")]
    [TestCase("'listen' = '127.0.0.1:9400', 'format' = 'json', 'json.ignore-parse-errors' = 'true'", 0, "")]
    [TestCase("'format' = 'csv'", 2, "option 'listen' is missing")]
    [TestCase("'listen' = '127.0.0.1:9400'", 2, "option 'format' is missing")]
    [TestCase("'listen' = '127.0.0.1:9400', 'format' = 'hotpath-log'", 2, "must be 'csv', 'json' or 'sbe'")]
    [TestCase("'listen' = '127.0.0.1:9400', 'format' = 'csv', 'json.ignore-parse-errors' = 'true'", 2, "is unknown for connector 'tcp'")]
    [TestCase("'listen' = '0.0.0.0:9400', 'format' = 'csv'", 2, "neither encryption nor authentication")]
    public void Table_OfTheConnector_IsCheckedBeforeItRuns(string options, int exit, string problem)
    {
        using var folder = new ScratchFolder();
        string script = folder.Write("job.sql", $"CREATE TABLE t (a INT) WITH ('connector' = 'tcp', {options}); SELECT a FROM t;");
        var streams = new MemoryStreams();
        int code = new Application(streams.Streams(), new EngineCommands(streams.Streams())).Run(["explain", script]);
        Assert.That(code, Is.EqualTo(exit), streams.Messages);
        Assert.That(streams.Messages, Does.Contain(problem));
    }

    [Test]
    public void Table_OfTheConnector_CannotBeWritten()
    {
        using var folder = new ScratchFolder();
        string script = folder.Write("job.sql", """
            CREATE TABLE t (a INT) WITH ('connector' = 'datagen', 'number-of-rows' = '1');
            CREATE TABLE u (a INT) WITH ('connector' = 'tcp', 'listen' = '127.0.0.1:9400', 'format' = 'csv');
            INSERT INTO u SELECT a FROM t;
            """);
        var streams = new MemoryStreams();
        int code = new Application(streams.Streams(), new EngineCommands(streams.Streams())).Run(["explain", script]);
        Assert.That(code, Is.EqualTo(2));
        Assert.That(streams.Messages, Does.Contain("can only be read, but a statement writes to the table"));
    }

    private static void Type(CommandRun sender, string line)
    {
        sender.Input.Write($"{line}\n");
        sender.Input.Flush();
    }

    private static void WaitUntil(Func<bool> isSo, int patienceMs = PatienceMs)
    {
        for (int ms = 0; ms < patienceMs && !isSo(); ms += StepMs)
        {
            Thread.Sleep(StepMs);
        }
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CommandBlock();

    [GeneratedRegex("\"file_name\":\"[^\"]*\",\"record\":[0-9]+")]
    private static partial Regex PlaceOf();

    [GeneratedRegex("'[^']*'|[^ ]+")]
    private static partial Regex Arguments();
}
