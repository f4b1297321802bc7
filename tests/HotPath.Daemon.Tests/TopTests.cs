using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Commands;
using HotPath.Daemon.Status;
using HotPath.Daemon.Terminals;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>Latencies as a user sees them: in the summary, the report, the status document and <c>hotpath top</c>.</summary>
public sealed class TopTests
{
    private const int Rows = 3_000;

    private static readonly string[] Stages = ["ingress", "processing", "commit", "release"];

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Run_Durable_ShowsLatenciesOfEachTenantWhereverTheyAreAsked()
    {
        using var input = new StringWriter();
        for (int i = 0; i < Rows; i++)
        {
            input.WriteLine($"{(i % 3 == 0 ? "paris" : "tokyo")},2026-08-01 12:00:{i % 60:D2}.000");
        }

        _folder.Write("in.csv", input.ToString());
        _folder.Write("job.sql", $"""
            CREATE TABLE orders (shop STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH (
              'connector' = 'filesystem', 'path' = '{_folder.Path}/in.csv', 'format' = 'csv');
            SET 'hotpath.table.orders.tenant' = 'shop';
            CREATE TABLE counts (shop STRING, n BIGINT) WITH ('connector' = 'blackhole');
            INSERT INTO counts SELECT shop, COUNT(*) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '10' SECOND))
            GROUP BY shop, window_start, window_end;
            """);
        CommandResult run = CommandRun.Complete(
            $"hotpath run {_folder.File("job.sql")} --data {_folder.File("data")} --report {_folder.File("report.json")}");
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(run.Errors, Does.Match(@"latency   p50 .*: ingress .* \+ processing .* \+ commit .* \+ release "));
        AssertLatency(Document("report.json").GetProperty("latency"));
        AssertLatency(Document("data/status.json").GetProperty("latency"));

        CommandResult top = CommandRun.Complete($"hotpath top --data {_folder.File("data")} --once");
        Assert.That(top.ExitCode, Is.Zero, top.Errors);
        Assert.That(top.Output, Does.StartWith("stopped, pid ").And.Match("\n[(]all[)] +3,000 ").And.Match("\nparis +1,000 ")
            .And.Match("\ntokyo +2,000 "));
    }

    [Test]
    public void Top_NoNode_SaysWhatToName()
    {
        CommandResult top = CommandRun.Complete($"hotpath top --data {_folder.File("nothing")}");
        Assert.That(top.ExitCode, Is.EqualTo(3));
        Assert.That(top.Errors, Does.Contain("no status of a node there").And.Contain("name the data directory of a run")
            .And.Contain("try again if that has just been started").And.Contain("make room if its disk is full"));
    }

    /// <summary>A node on a full disk removes its status, and has another when there is room again.</summary>
    [Test]
    public void Top_StatusThatIsGoneForAWhile_KeepsTheLastOne()
    {
        const int PatienceMs = 60_000;
        string text = $$"""{"state":"ready","pid":{{Environment.ProcessId}},"events":42}""";
        string status = _folder.Write(NodeStatus.FileName, text);
        var streams = new MemoryStreams();
        Task<int> top = Task.Run(() => new TopCommand(streams.Streams() with { IsMessagesTerminal = true })
            .Run(new TopArguments(_folder.Path, IsOnce: false)));
        Assert.That(() => streams.Output, Does.Contain("ready, pid ").After(PatienceMs, 10));
        Assert.That(streams.Output, Does.Not.Contain("no status now"));

        File.Delete(status);
        Assert.That(() => streams.Output, Does.Match("ready, pid [0-9]+: 42 events[^\u001b]*the node has no status now").After(PatienceMs, 10));

        File.WriteAllText(status + ".new", text.Replace("ready", "stopped", StringComparison.Ordinal));
        File.Move(status + ".new", status);
        Assert.That(top.Wait(PatienceMs), Is.True);
        Assert.That(top.Result, Is.Zero);
        Assert.That(streams.Output[streams.Output.LastIndexOf('\u001b')..], Does.Contain("stopped, pid ").And.Not.Contain("no status now"));
    }

    /// <summary>A process that is stopped is there, and its document says what it did before.</summary>
    [TestCase("ready", 0, "ready, pid {0}: 42 events, 6040/s, position 7, lag 0.00 ms, 0 dead letters")]
    [TestCase("ready", 20, "ready, pid {0}: 42 events, position 7, 0 dead letters", "does not write them; is it stopped, or has it no processor?")]
    [TestCase("starting", 20, "starting, pid {0}: 42 events, position 7, 0 dead letters", "has written none since")]
    [TestCase("failed", 20, "failed, pid {0}: 42 events, position 7, 0 dead letters")]
    public void Top_FiguresThatAreOld_AreSaidToBe(string state, int ageSeconds, string head, string? note = null)
    {
        WriteStatus(state, Environment.ProcessId, ageSeconds);
        string[] lines = Shown(static streams => streams);
        Assert.That(lines[0], Is.EqualTo(head.Replace("{0}", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)));
        Assert.That(lines[1], Does.Match(note is null ? "^$" : $"^these figures are 2[.0-9]+ s old: the process {Regex.Escape(note)}$"));
    }

    [TestCase(0, null)]
    [TestCase(20, "wrote none after them")]
    public void Top_ProcessThatIsGone_HasNoRateAndNoLag(int ageSeconds, string? note)
    {
        WriteStatus("ready", int.MaxValue, ageSeconds);
        string[] lines = Shown(static streams => streams);
        Assert.That(lines[0], Is.EqualTo(
            "ready, but process 2147483647 is gone, pid 2147483647: 42 events, position 7, 0 dead letters"));
        Assert.That(lines[1], Does.Match(note is null ? "^$" : $"^these figures are 2[.0-9]+ s old: the process {note}$"));
    }

    /// <summary>A line that wraps, or one too many, scrolls the first away with every look.</summary>
    [TestCase(80, 24, 30, 23, "and 13 tenants more")]
    [TestCase(80, 24, 18, 23, "tenant-18 ")]
    [TestCase(80, 24, 19, 23, "and 2 tenants more")]
    [TestCase(80, 6, 30, 5, "and 29 tenants more")]
    [TestCase(200, 60, 30, 35, "tenant-30 ")]
    [TestCase(12, 3, 30, 2, "and 31 ten>")]
    [TestCase(1, 1, 30, 1, ">")]
    public void Top_OnATerminal_FitsIt(int columns, int rows, int tenants, int shown, string last)
    {
        WriteStatus("stopped", 1, ageSeconds: 0, tenants);
        string[] lines = Shown(streams => streams with
        {
            IsMessagesTerminal = true,
            IsOutputTerminal = true,
            Columns = () => columns,
            Rows = () => rows,
        });
        Assert.That(lines, Has.Length.EqualTo(shown), string.Join('\n', lines));
        Assert.That(lines.Max(static line => line.Length), Is.LessThanOrEqualTo(Math.Max(1, columns - 1)));
        Assert.That(lines[0], Does.StartWith("stopped, pid 1: 42 events"[..Math.Max(0, Math.Min(20, columns - 2))]));
        Assert.That(lines[^1], Does.StartWith(last));
        Assert.That(lines.Where(static line => line.StartsWith("tenant", StringComparison.Ordinal)).Select(static line => line.Length).Distinct().Count(),
            Is.EqualTo(rows > 3 ? 1 : 0), "no figure is cut in two");
    }

    /// <summary>Whoever reads it from a pipe wants all of it.</summary>
    [TestCase(true, false)]
    [TestCase(false, true)]
    public void Top_NotLiveOnATerminal_IsWhole(bool isOutputTerminal, bool isMessagesTerminal)
    {
        WriteStatus("stopped", 1, ageSeconds: 0, tenants: 30);
        string[] lines = Shown(streams => streams with
        {
            IsMessagesTerminal = isMessagesTerminal,
            IsOutputTerminal = isOutputTerminal,
            Columns = static () => 20,
            Rows = static () => 5,
        });
        Assert.That(lines, Has.Length.EqualTo(35));
        Assert.That(lines[^1], Does.StartWith("tenant-30 ").And.Length.EqualTo(126));
    }

    [TestCase("abc", 3, "abc")]
    [TestCase("abcd", 3, "ab>")]
    [TestCase("a\nb\u001bc", 9, "a?b?c")]
    [TestCase("\u6771\u4eac", 4, "\u6771\u4eac")]
    [TestCase("\u6771\u4eac", 3, "\u6771>")]
    [TestCase("\ud83d\ude00\ud83d\ude00", 3, "\ud83d\ude00>")]
    [TestCase("\u6771", 1, ">")]
    public void LineOfATerminal_IsCutByWhatItTakes(string text, int columns, string line) =>
        Assert.That(TerminalLine.Fit(text, columns), Is.EqualTo(line));

    private string[] Shown(Func<ConsoleStreams, ConsoleStreams> decorate)
    {
        var streams = new MemoryStreams();
        ConsoleStreams given = decorate(streams.Streams());
        Assert.That(new TopCommand(given).Run(new TopArguments(_folder.Path, IsOnce: !given.IsMessagesTerminal)), Is.Zero);
        return streams.Output.Replace("\u001b[H\u001b[J", string.Empty, StringComparison.Ordinal).TrimEnd('\n').Split('\n');
    }

    private void WriteStatus(string state, int pid, int ageSeconds, int tenants = 0)
    {
        string[] latency = [.. Enumerable.Range(0, tenants == 0 ? 0 : tenants + 1).Select(static i =>
        {
            string tenant = i == 0 ? "null" : $"\"tenant-{i:D2}\"";
            string stages = string.Join(',', Stages.Select(static stage => $$"""{"stage":"{{stage}}","meanNs":1234567}"""));
            return $$"""{"tenant":{{tenant}},"events":1,"p50Ns":1,"p99Ns":1,"p999Ns":1,"maxNs":1,"meanNs":1,"stages":[{{stages}}]}""";
        })];
        string path = _folder.Write(NodeStatus.FileName, $$"""
            {"state":"{{state}}","pid":{{pid}},"position":7,"events":42,"deadLetters":0,"eventsPerSecond":6040,"lagMs":0,
            "latency":[{{string.Join(',', latency)}}]}
            """);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(-ageSeconds));
    }

    private static void AssertLatency(JsonElement latency)
    {
        Assert.That(latency.GetArrayLength(), Is.EqualTo(3));
        Assert.That(latency[0].GetProperty("tenant").ValueKind, Is.EqualTo(JsonValueKind.Null));
        foreach ((int line, string? tenant, int events) in ((int, string?, int)[])[(0, null, Rows), (1, "paris", 1_000), (2, "tokyo", 2_000)])
        {
            JsonElement of = latency[line];
            Assert.That(of.GetProperty("tenant").GetString(), Is.EqualTo(tenant));
            Assert.That(of.GetProperty("events").GetInt64(), Is.EqualTo(events));
            double sum = 0;
            foreach (JsonElement stage in of.GetProperty("stages").EnumerateArray())
            {
                sum += stage.GetProperty("meanNs").GetDouble();
            }

            double mean = of.GetProperty("meanNs").GetDouble();
            Assert.That(sum, Is.EqualTo(mean).Within((0.03 * mean) + 1_000), "stages add up");
        }
    }

    private JsonElement Document(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(_folder.File(name)));
        return document.RootElement.Clone();
    }
}
