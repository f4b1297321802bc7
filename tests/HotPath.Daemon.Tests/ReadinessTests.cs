using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using HotPath.Daemon.Status;
using HotPath.Foundation.Errors;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Latency;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>Stages of a durable run as its surroundings see them: the status document and the service manager.</summary>
public sealed class ReadinessTests
{
    private const int WaitMs = 100_000;
    private const int StepMs = 20;

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    /// <summary>On a full disk the document before would say for as long as it is full that the node is ready.</summary>
    [Test]
    public void DocumentThatCannotBeReplaced_IsRemoved()
    {
        using var status = new NodeStatus(_folder.Path);
        status.Hold();
        status.Enter(NodeState.Ready);
        Assert.That(File.ReadAllText(_folder.File(NodeStatus.FileName)), Does.Contain("\"ready\": true"));

        string blocked = Directory.CreateDirectory(_folder.File(NodeStatus.FileName + ".new")).FullName;
        status.NoteStandstill(isFull: true);
        Assert.That(File.Exists(_folder.File(NodeStatus.FileName)), Is.False);

        Directory.Delete(blocked);
        status.NoteStandstill(isFull: true);
        Assert.That(File.ReadAllText(_folder.File(NodeStatus.FileName)), Does.Contain("\"state\": \"full\"").And.Contain("\"ready\": false"));
    }

    [Test]
    public void DocumentOfANodeThatFailed_TellsNoRate()
    {
        using var status = new NodeStatus(Directory.CreateDirectory(_folder.File("data")).FullName);
        status.Hold();
        status.Enter(NodeState.Ready);
        status.Note(new JobProgress(
            Events: 7, EventsPerSecond: 6040, Position: 64, WatermarkMs: 0, LagMs: 250, StateEntries: 0, DeadLetters: 0, BufferedBytes: 0,
            NativeBytes: 0, LatencyReading.None));
        Assert.That(Status().GetProperty("eventsPerSecond").GetInt64(), Is.EqualTo(6040));

        status.Fail(new HotPathException(ErrorCode.InputUnreadable, "gone"));
        JsonElement failed = Status();
        Assert.That(failed.GetProperty("state").GetString(), Is.EqualTo("failed"));
        Assert.That(failed.GetProperty("events").GetInt64(), Is.EqualTo(7));
        Assert.That(failed.TryGetProperty("eventsPerSecond", out _), Is.False);
        Assert.That(failed.TryGetProperty("lagMs", out _), Is.False);
    }

    [Test]
    public void Run_IsReadyWhenItTakesInput_AndStoppedWithItsLedger()
    {
        _folder.Write("job.sql", Script($"{_folder.Path}/out.csv"));
        string address = _folder.File("notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(address));
        manager.ReceiveTimeout = WaitMs;
        using (CommandRun run = CommandRun.Start(
            $"export NOTIFY_SOCKET={address}; exec dotnet exec \"$hotpath\" run {_folder.File("job.sql")} "
            + $"--data {_folder.File("data")} --quiet"))
        {
            Assert.That(WaitFor(manager, "READY=1"), Does.StartWith("STATUS=starting"));
            JsonElement ready = Status();
            Assert.That(ready.GetProperty("state").GetString(), Is.EqualTo("ready"));
            Assert.That(ready.GetProperty("ready").GetBoolean(), Is.True);
            Assert.That(ready.GetProperty("checkpoint").GetProperty("read").GetInt64(), Is.Zero, "the directory is new");
            run.Signal("TERM");
            run.Signal("TERM");
            string stages = WaitFor(manager, "STOPPING=1");
            Assert.That(run.Finish().ExitCode, Is.EqualTo(143), stages);
        }

        JsonElement stopped = Status();
        JsonElement ledger = stopped.GetProperty("ledger");
        long events = stopped.GetProperty("events").GetInt64();
        Assert.That(stopped.GetProperty("state").GetString(), Is.EqualTo("stopped"));
        Assert.That(stopped.GetProperty("ready").GetBoolean(), Is.False);
        Assert.That(stopped.GetProperty("position").GetInt64(), Is.GreaterThan(0));
        Assert.That(ledger.GetProperty("balanced").GetBoolean(), Is.True);
        Assert.That(ledger.GetProperty("read").GetInt64(), Is.EqualTo(events));
        Assert.That(ledger.GetProperty("delivered").GetInt64(), Is.EqualTo(events));
        AssertCheckpoint(stopped, events);

        // The next life begins with what the last one left.
        using CommandRun next = CommandRun.Start(
            $"exec dotnet exec \"$hotpath\" run {_folder.File("job.sql")} --data {_folder.File("data")} --quiet");
        for (int ms = 0; ms < WaitMs && !IsReady(); ms += StepMs)
        {
            Thread.Sleep(StepMs);
        }

        AssertCheckpoint(Status(), events);
        next.Signal("TERM");
        next.Finish();
    }

    private static void AssertCheckpoint(JsonElement status, long events)
    {
        JsonElement checkpoint = status.GetProperty("checkpoint");
        Assert.That(checkpoint.GetProperty("balanced").GetBoolean(), Is.True);
        Assert.That(checkpoint.GetProperty("position").GetInt64(), Is.GreaterThan(0));
        foreach (string member in new[] { "read", "sequenced", "released" })
        {
            Assert.That(checkpoint.GetProperty(member).GetInt64(), Is.EqualTo(events), member);
        }
    }

    [Test]
    public void Run_ThatCannotDrain_EndsWhenTheGracePeriodIsOver()
    {
        _folder.Write("job.sql", Script(path: null));
        using CommandRun run = CommandRun.Start(
            $"exec dotnet exec \"$hotpath\" run {_folder.File("job.sql")} --data {_folder.File("data")} --grace 1");
        for (int ms = 0; ms < WaitMs && !IsReady(); ms += StepMs)
        {
            Thread.Sleep(StepMs);
        }

        // Nobody reads its output, so the pipe is full by and by and egress stands still.
        Thread.Sleep(1000);
        run.Signal("TERM");
        for (int ms = 0; ms < WaitMs && !run.IsEnded; ms += StepMs)
        {
            Thread.Sleep(StepMs);
        }

        CommandResult result = run.Finish();
        Assert.That(result.ExitCode, Is.EqualTo(143), result.Errors);
        Assert.That(result.Errors, Does.Contain(
            "not stopped within the grace period of 1 s; ending as by a crash, the next start goes on from what is durable"));
    }

    [Test]
    public void RunInMemory_ThatCannotDrain_PromisesNothingOfTheNextStart()
    {
        _folder.Write("job.sql", Script(path: null));
        using CommandRun run = CommandRun.Start($"exec dotnet exec \"$hotpath\" run {_folder.File("job.sql")} --grace 1");
        Assert.That(run.Output.Read(), Is.Not.Negative, "and no more: the pipe is full by and by");
        Thread.Sleep(1000);
        run.Signal("TERM");
        for (int ms = 0; ms < WaitMs && !run.IsEnded; ms += StepMs)
        {
            Thread.Sleep(StepMs);
        }

        CommandResult result = run.Finish();
        Assert.That(result.ExitCode, Is.EqualTo(143), result.Errors);
        Assert.That(result.Errors, Does.Contain(
            "not stopped within the grace period of 1 s; ending as by a crash, its state was in memory and is gone, the next start "
            + "begins anew (--data DIR makes a run durable)"));
    }

    private static string Script(string? path) => $"""
        CREATE TABLE events (n BIGINT) WITH (
          'connector' = 'datagen', 'rows-per-second' = '{(path is null ? 1_000_000 : 1000)}',
          'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '100000000'
        );
        {(path is null
            ? "SELECT n FROM events;"
            : $"CREATE TABLE o (n BIGINT) WITH ('connector' = 'filesystem', 'path' = '{path}', 'format' = 'csv');"
                + " INSERT INTO o SELECT n FROM events;")}
        """;

    private static string WaitFor(Socket manager, string wanted)
    {
        var all = new StringBuilder();
        var buffer = new byte[4096];
        string message;
        do
        {
            message = Encoding.UTF8.GetString(buffer, 0, manager.Receive(buffer));
            all.Append(message).Append('\n');
        }
        while (!message.Contains(wanted, StringComparison.Ordinal));

        return all.ToString();
    }

    private bool IsReady() => File.Exists(_folder.File("data/status.json"))
        && Status().GetProperty("ready").GetBoolean();

    private JsonElement Status() =>
        JsonDocument.Parse(File.ReadAllText(_folder.File("data/status.json"))).RootElement;
}
