using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;
using HotPath.Runtime.Jobs;
using HotPath.State.Lmdb;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary><c>hotpath replay --data</c>: the journal of a durable run comes to what the run came to, or says so.</summary>
public sealed class ReplayDataTests
{
    private const int Rows = 100_000;
    private const int OutputStepBytes = 100_000; // about a tenth of the whole output
    private const ulong Seed = 20_261_125;

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeInput()
    {
        _folder = new ScratchFolder();
        _folder.Write("job.sql", """
            CREATE TABLE events (
              ts TIMESTAMP(3), user_key BIGINT, amount INT,
              WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
            ) WITH ('connector' = 'filesystem', 'path' = '${DIR}/in.csv', 'format' = 'csv');
            CREATE TABLE totals (user_key BIGINT, ws TIMESTAMP(3), n BIGINT, s BIGINT)
            WITH ('connector' = 'filesystem', 'path' = '${DIR}/out.csv', 'format' = 'csv');
            SET 'hotpath.mark-interval-bytes' = '100000';
            INSERT INTO totals
            SELECT user_key, window_start, COUNT(*), SUM(amount)
            FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND))
            GROUP BY user_key, window_start, window_end;
            """);
        var random = new SplitMix64(Seed);
        DateTime start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.WriteAllLines(_folder.File("in.csv"), Enumerable.Range(0, Rows).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"{start.AddMilliseconds(i):yyyy-MM-dd HH:mm:ss.fff},{random.Below(300)},{random.Below(90)}")));
    }

    [TearDown]
    public void RemoveInput() => _folder.Dispose();

    [Test]
    public void Replay_OfADurableRun_IsEqualAndTouchesNothing()
    {
        RunToTheEnd();
        IReadOnlyList<string> before = Fingerprints();
        CommandResult replay = Replay("--verify --shards 3 --batch 17 --repeat 2");
        Assert.That(replay.ExitCode, Is.Zero, replay.Errors);
        Assert.That(replay.Errors, Does.Match(@"replay equal: [1-9][0-9]* marks?, 2 sinks, 1 sink file \([0-9,]+ bytes\), hash chain \(2 replays\)\n$"));
        Assert.That(replay.Errors, Does.Contain("100,000 events"));
        Assert.That(Fingerprints(), Is.EqualTo(before));
    }

    [Test]
    public void Replay_AfterEveryKill_IsEqual()
    {
        const int Kills = 3;
        int compared = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            using (CommandRun run = CommandRun.Start($"exec dotnet exec \"$hotpath\" {Arguments()}"))
            {
                WaitForOutput((kill + 1) * 2 * OutputStepBytes);
                run.Signal("KILL");
                run.Finish();
            }

            CommandResult replay = Replay(string.Empty);
            Assert.That(replay.ExitCode, Is.Zero, $"kill {kill}, seed {Seed}: {replay.Errors}");
            compared += replay.Errors.Contains("replay equal", StringComparison.Ordinal) ? 1 : 0;
        }

        RunToTheEnd();
        CommandResult last = Replay("--shards 2");
        TestContext.Out.WriteLine($"{compared} of {Kills} replays after a kill had something to compare, seed {Seed}");
        Assert.That(compared, Is.Positive);
        Assert.That(last.ExitCode, Is.Zero, last.Errors);
        Assert.That(last.Errors, Does.Match("replay equal: [1-9][0-9]* marks?, 2 sinks, 1 sink file \\([0-9,]+ bytes\\), hash chain\n$"));
    }

    [Test]
    public void Replay_FromASnapshot_IsEqual()
    {
        long snapshot = KeepSnapshotOfARunThatWasStopped();
        RunToTheEnd();
        ForgedData.RewriteJournal(Data, static hash => hash);
        RemoveSegmentsBelow(snapshot);
        CommandResult replay = Replay("--shards 2");
        Assert.That(replay.ExitCode, Is.Zero, replay.Errors);
        Assert.That(replay.Errors, Does.Match("replay equal: [1-9][0-9]* marks?, 2 sinks, 1 sink file \\([0-9,]+ bytes\\), hash chain\n$"));
        Directory.Delete(Path.Combine(Data, "snapshots"), recursive: true);
        CommandResult refused = Replay(string.Empty);
        Assert.That(refused.ExitCode, Is.EqualTo(3), refused.Errors);
        Assert.That(refused.Errors, Does.Contain("HP2001").And.Contain("no whole snapshot"));
    }

    [Test]
    public void Replay_OfADamagedJournal_Exits9()
    {
        RunToTheEnd();
        string segment = Directory.GetFiles(Path.Combine(Data, "journal"), "segment-*").Order().First();
        using (FileStream file = File.Open(segment, FileMode.Open))
        {
            file.Position = 500_000;
            int value = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(value ^ 0x10));
        }

        CommandResult damaged = Replay("--verify");
        Assert.That(damaged.ExitCode, Is.EqualTo(9), damaged.Errors);
        Assert.That(damaged.Errors, Does.Contain("HP2008").And.Contain(segment));
    }

    [Test]
    public void Replay_OtherSinksThanInTheCheckpoint_Exits6()
    {
        RunToTheEnd();
        ForgedData.AddARowToEachSink(Data);
        CommandResult diverged = Replay("--verify");
        Assert.That(diverged.ExitCode, Is.EqualTo(6), diverged.Errors);
        Assert.That(diverged.Errors, Does.Contain("DIVERGED  sink 'totals' at position ").And.Contain("the checkpoint holds "));
        Assert.That(diverged.Errors, Does.EndWith("replay diverged: 2 differences from the recorded run\n"));
    }

    [Test]
    public void Replay_OtherMarkHashThanInTheJournal_Exits6()
    {
        RunToTheEnd();
        ForgedData.RewriteJournal(Data, static hash => hash + 1);
        CommandResult diverged = Replay("--verify");
        Assert.That(diverged.ExitCode, Is.EqualTo(6), diverged.Errors);
        Assert.That(diverged.Errors, Does.Contain("DIVERGED  state hash ").And.Contain("; the journal holds state hash "));
        Assert.That(diverged.Errors, Does.EndWith("replay diverged: 1 difference from the recorded run\n"));
    }

    [Test]
    public void Replay_OfADirectoryInUse_IsRefused()
    {
        RunToTheEnd();
        using var held = new FileStream(
            Path.Combine(Data, "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        CommandResult refused = Replay(string.Empty);
        Assert.That(refused.ExitCode, Is.EqualTo(10), refused.Errors);
        Assert.That(refused.Errors, Does.Contain("HP2009").And.Contain("another process"));
    }

    [Test]
    public void Replay_OfADirectoryWithoutJournal_Exits3()
    {
        Directory.CreateDirectory(Data);
        CommandResult refused = Replay("--verify");
        Assert.That(refused.ExitCode, Is.EqualTo(3), refused.Errors);
        Assert.That(refused.Errors, Does.Contain("there is no journal"));
        Assert.That(Directory.GetFileSystemEntries(Data), Is.Empty);
    }

    private string Data => _folder.File("data");

    private string Arguments() =>
        $"run {_folder.File("job.sql")} --set DIR={_folder.Path} --data {Data} --quiet";

    private CommandResult Replay(string options) => CommandRun.Complete($"hotpath replay --data {Data} {options}");

    private void RunToTheEnd()
    {
        CommandResult run = CommandRun.Complete($"hotpath {Arguments()}");
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
    }

    private long KeepSnapshotOfARunThatWasStopped()
    {
        string[] input = File.ReadAllLines(_folder.File("in.csv"));
        File.WriteAllLines(_folder.File("in.csv"), input[..(Rows / 5)]);
        DurableRun.Run(
            _folder.File("job.sql"),
            Data,
            new JobOptions { ShardCount = 1 },
            isStalled: true,
            variables: new Dictionary<string, string>(StringComparer.Ordinal) { ["DIR"] = _folder.Path });
        File.WriteAllLines(_folder.File("in.csv"), input);
        using LmdbCheckpointStore store = LmdbCheckpointStore.Open(Data);
        store.KeepSnapshot();
        return store.Position;
    }

    private void WaitForOutput(long lengthBytes)
    {
        var output = new FileInfo(_folder.File("out.csv"));
        for (int i = 0; i < 10_000 && (!output.Exists || output.Length < lengthBytes); i++)
        {
            Thread.Sleep(5);
            output.Refresh();
        }
    }

    private void RemoveSegmentsBelow(long position)
    {
        JournalCatalog catalog = JournalCatalog.Open(
            new DiskDurableStorage(), new NativeHeap(), Path.Combine(Data, "journal"));
        JournalSegment[] below = [.. catalog.Segments.Where(segment => segment.EndPosition <= position)];
        Assert.That(below, Is.Not.Empty, $"the snapshot at {position} lies in the first segment");
        foreach (JournalSegment segment in below)
        {
            File.Delete(segment.Path);
        }
    }

    private List<string> Fingerprints() =>
    [
        .. Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(
            static file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))} "
                + File.GetLastWriteTimeUtc(file).Ticks.ToString(CultureInfo.InvariantCulture)),
    ];
}
