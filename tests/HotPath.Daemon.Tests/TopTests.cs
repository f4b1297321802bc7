using System;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Commands;
using HotPath.Daemon.Status;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>Latencies as a user sees them: in the summary, the report, the status document and <c>hotpath top</c>.</summary>
public sealed class TopTests
{
    private const int Rows = 3_000;

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
