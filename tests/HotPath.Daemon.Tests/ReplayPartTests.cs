using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using HotPath.Journal.Frames;
using HotPath.State.Lmdb;
using HotPath.State.Lmdb.Snapshots;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>
/// <c>hotpath replay --data --from --to</c>: a part of a journal, from kept snapshots, against what the sinks hold.
/// </summary>
[NonParallelizable]
public sealed class ReplayPartTests
{
    private const int Rows = 50_000;
    private const int Snapshots = 3; // that a job keeps
    private const int AttemptsMax = 5;

    private WindowedJob _whole = null!; // the journal reaches back to position 0
    private WindowedJob _retained = null!; // killed once; the journal reaches back to the oldest of three snapshots
    private IReadOnlyList<(long Position, FrameType Type, long Record, int Bytes)> _frames = null!;

    [OneTimeSetUp]
    public void RunJobs()
    {
        _whole = RunWithThreeSnapshots();
        _frames = JournalOracle.Frames(_whole.Data);
        _retained = new WindowedJob(3 * Rows, "SET 'hotpath.journal.segment-bytes' = '2097152';");
        using (CommandRun run = CommandRun.Start($"exec dotnet exec \"$hotpath\" {_retained.RunArguments}"))
        {
            var output = new FileInfo(_retained.File("totals.csv"));
            for (int i = 0; i < 10_000 && !run.IsEnded && (!output.Exists || output.Length < 50_000); i++)
            {
                Thread.Sleep(5);
                output.Refresh();
            }

            run.Signal("KILL");
            run.Finish();
        }

        _retained.Run();
    }

    // A mark that comes while a checkpoint is being written has none: on a busy machine a run may leave fewer.
    private static WindowedJob RunWithThreeSnapshots()
    {
        for (int attempt = 1; ; attempt++)
        {
            var job = new WindowedJob(Rows, "SET 'hotpath.journal.segment-bytes' = '8388608';");
            job.Run();
            if (LmdbCheckpointStore.ListSnapshots(job.Data).Count >= Snapshots || attempt == AttemptsMax)
            {
                return job;
            }

            job.Dispose();
        }
    }

    [OneTimeTearDown]
    public void RemoveJobs()
    {
        _whole?.Dispose();
        _retained?.Dispose();
    }

    [Test]
    public void Part_OfAJournal_ListsTheRowsOfItsFramesAsTheFilesHoldThem()
    {
        List<Listed> all = List(_whole, string.Empty);
        Assert.That(Lines(all, "totals"), Is.EqualTo(File.ReadAllLines(_whole.File("totals.csv"))));
        Assert.That(Lines(all, "chosen"), Is.EqualTo(File.ReadAllLines(_whole.File("chosen.csv"))));
        foreach ((long from, long to) in new[] { (Frame(0.6), Frame(0.8)), (Frame(0.01), Frame(0.02)), (Firing(all), Firing(all)) })
        {
            List<Listed> part = List(_whole, $"--from {from} --to {to}");
            Assert.That(part, Is.EqualTo(all.Where(row => row.Position >= from && row.Position <= to)), $"{from} to {to}");
            Assert.That(part, Is.Not.Empty);
        }
    }

    [Test]
    public void Part_BehindASnapshot_StartsAtTheNewestBeforeIt()
    {
        long[] kept = [.. LmdbCheckpointStore.ListSnapshots(_whole.Data).Select(static snapshot => snapshot.Position)];
        Assert.That(kept, Has.Length.EqualTo(Snapshots), "the job keeps three snapshots");
        long from = _frames.First(frame => frame.Position > kept[1] + 1000).Position;
        (long firstMark, string messages) = FirstMark(from);
        Assert.That(firstMark, Is.GreaterThanOrEqualTo(kept[1]).And.LessThan(kept[0]), "what lies before was not run");
        Assert.That(messages, Does.Match("replay equal: [1-9][0-9]* marks?, 3 sinks, 2 sink files \\([0-9,]+ bytes\\), hash chain\n$"));
        Assert.That(messages, Does.Not.Contain("is damaged"));
    }

    [Test]
    public void Part_BehindADamagedSnapshot_StartsAtTheOneBeforeIt()
    {
        StateSnapshot[] kept = [.. LmdbCheckpointStore.ListSnapshots(_whole.Data)];
        long from = _frames.First(frame => frame.Position > kept[1].Position + 1000).Position;
        string file = Directory.GetFiles(kept[1].Folder, "data.mdb").Single();
        byte[] damaged = File.ReadAllBytes(file);
        for (int i = 0; i < damaged.Length; i += 512)
        {
            damaged[i] ^= 0x55;
        }

        WithFile(file, damaged, () =>
        {
            (long firstMark, string messages) = FirstMark(from);
            Assert.That(firstMark, Is.GreaterThanOrEqualTo(kept[2].Position).And.LessThan(kept[1].Position), messages);
            Assert.That(messages, Does.Contain($"the snapshot in '{kept[1].Folder}' is damaged: passed over"));
            Assert.That(messages, Does.Contain("replay equal: "));
        });
    }

    [Test]
    public void Part_EndingAtASnapshot_ComparesTheSinksThere()
    {
        long kept = LmdbCheckpointStore.ListSnapshots(_whole.Data)[1].Position;
        long after = _frames.First(frame => frame.Position > kept).Position;
        (int exit, _, string messages) = Replay(_whole, $"--from 0 --to {after}");
        Assert.That(exit, Is.Zero, messages);
        Assert.That(messages, Does.Match("replay equal: [1-9][0-9]* marks?, 3 sinks, 2 sink files"));
    }

    [Test]
    public void Part_OfARunThatWasKilledAndRetains_IsEqual()
    {
        IReadOnlyList<(long Position, FrameType Type, long Record, int Bytes)> frames = JournalOracle.Frames(_retained.Data);
        Assert.That(frames[0].Position, Is.Positive, "segments were given up");
        List<Listed> all = List(_retained, string.Empty);
        string[] file = File.ReadAllLines(_retained.File("totals.csv"));
        string[] listed = [.. Lines(all, "totals")];
        Assert.That(listed, Is.EqualTo(file.TakeLast(listed.Length)));
        long from = frames[frames.Count * 3 / 4].Position;
        Assert.That(List(_retained, $"--from {from} --shards 3"), Is.EqualTo(all.Where(row => row.Position >= from)));
    }

    [Test]
    public void Position_ThatCannotBe_IsRefusedWithWhatCan()
    {
        long end = _frames[^1].Position + _frames[^1].Bytes;
        long inside = _frames[1000].Position;
        Refused(_whole, $"--from {inside + 8}", 2, $"--from {inside + 8}: no frame starts there; those around it start at {inside} and {_frames[1001].Position}");
        Refused(_whole, $"--to {inside + 8}", 2, $"--to {inside + 8}: no frame starts there");
        Refused(_whole, $"--from {end}", 2, $"--from {end}: the journal ends at position {end}");
        Refused(_whole, $"--to {end + 8}", 2, $"--to {end + 8}: the journal ends at position {end}");
        Refused(_whole, "--from 9000 --to 8000", 2, "--from 9000 lies behind --to 8000");
        Refused(_whole, "--from x", 2, "--from 'x': give a position of the log");
        long oldest = LmdbCheckpointStore.ListSnapshots(_retained.Data).Min(static snapshot => snapshot.Position);
        Refused(_retained, "--from 96", 3, $"the oldest position that a replay can start from is {oldest}");
        Refused(_retained, "--to 96", 3, $"the oldest position that a replay can start from is {oldest}");
        Assert.That(Replay(_retained, $"--from {oldest}").Exit, Is.Zero);
        Assert.That(Replay(_whole, $"--to {end}").Exit, Is.Zero, "the end is a position too");
    }

    [Test]
    public void File_ChangedWithinThePart_Exits6AndOutsideIsNotLookedAt()
    {
        List<Listed> all = List(_whole, string.Empty);
        string path = _whole.File("totals.csv");
        byte[] bytes = File.ReadAllBytes(path);
        long ownLine = all.Where(static row => row.Sink == "totals").ElementAt(100).Position;
        long later = all.First(row => row.Position > ownLine + 1_000_000).Position;
        int offset = File.ReadAllLines(path).Take(100).Sum(static line => line.Length + 1);
        WithFile(path, [.. bytes[..offset], (byte)'x', .. bytes[(offset + 1)..]], () =>
        {
            (int exit, _, string messages) = Replay(_whole, $"--from {Frame(0)} --to {later}");
            Assert.That(exit, Is.EqualTo(6), messages);
            Assert.That(messages, Does.Contain($"DIVERGED  sink totals: '{path}' holds 'x").And.Contain($" at byte {offset}; the journal gives '"));
            Assert.That(Replay(_whole, $"--from {ownLine} --to {ownLine}").Exit, Is.EqualTo(6), "the part of one frame");
            Assert.That(Replay(_whole, $"--from {later}").Exit, Is.Zero);
        });
    }

    [Test]
    public void File_ShorterOrLongerThanPublished_Exits6()
    {
        string path = _whole.File("totals.csv");
        byte[] bytes = File.ReadAllBytes(path);
        WithFile(path, bytes[..^10], () => Diverged("--verify", $"holds {bytes.Length - 10} bytes, but {bytes.Length} of it were published"));
        WithFile(path, [.. bytes, .. "1,2"u8], () => Diverged("--verify", $"holds '1,2' at byte {bytes.Length}; the journal gives the end"));
        WithFile(path, [.. bytes, .. new byte[5000]], () => Assert.That(Replay(_whole, string.Empty).Exit, Is.Zero, "what a power cut leaves"));
        WithFile(path, [.. bytes[..^10], .. new byte[10]], () => Diverged("--verify", $"holds {bytes.Length - 10} bytes, but"));
    }

    [Test]
    public void File_ThatIsGone_IsSaidAndPassedOver()
    {
        string path = _whole.File("chosen.csv");
        File.Move(path, path + ".away");
        try
        {
            (int exit, _, string messages) = Replay(_whole, "--verify");
            Assert.That(exit, Is.Zero, messages);
            Assert.That(messages, Does.Contain($"sink 'chosen': there is no file '{path}' to compare").And.Contain("1 sink file ("));
        }
        finally
        {
            File.Move(path + ".away", path);
        }
    }

    [Test]
    public void Mark_ForgedWithinThePart_Exits6()
    {
        using var forged = new WindowedJob(rows: 10_000, "SET 'hotpath.journal.segment-bytes' = '2097152';");
        forged.Run();
        ForgedData.RewriteJournal(forged.Data, static hash => hash + 1);
        long firstMark = JournalOracle.MarksInFooters(forged.Data)[0].Mark;
        (int exit, _, string messages) = Replay(forged, $"--to {firstMark}");
        Assert.That(exit, Is.EqualTo(6), messages);
        Assert.That(messages, Does.Contain("DIVERGED  state hash ").And.Contain($"at position {firstMark}; the journal holds"));
        Assert.That(Replay(forged, $"--to {JournalOracle.Frames(forged.Data)[50].Position}").Exit, Is.Zero);
    }

    [Test]
    public void Mark_WhoseHashIsInALaterFooter_IsCompared()
    {
        IReadOnlyList<(long Mark, long KnownAt)> marks = JournalOracle.MarksInFooters(_whole.Data);
        long mark = marks.First(static mark => mark.KnownAt > mark.Mark + 1000).Mark; // behind the frame after it
        string report = _whole.File("marks.json");
        (int exit, _, string messages) = Replay(_whole, $"--to {mark} --report {report}");
        Assert.That(exit, Is.Zero, messages);
        using JsonDocument figures = JsonDocument.Parse(File.ReadAllText(report));
        Assert.That(figures.RootElement.GetProperty("marksCompared").GetInt32(), Is.EqualTo(marks.Count(other => other.Mark <= mark)));
    }

    [Test]
    public void Journal_DamagedWithinThePart_Exits9()
    {
        string segment = Directory.GetFiles(Path.Combine(_whole.Data, "journal"), "segment-*").Order().First();
        byte[] bytes = File.ReadAllBytes(segment);
        byte[] damaged = [.. bytes];
        damaged[500_000] ^= 0x10;
        WithFile(segment, damaged, () => Refused(_whole, $"--from 0 --to {Frame(0.5)}", 9, "damaged at byte"));
    }

    // Of a replay from a position to the end: the first mark it passes, and what it says.
    private (long Position, string Messages) FirstMark(long from)
    {
        string report = _whole.File("part.json");
        (int exit, _, string messages) = Replay(_whole, $"--from {from} --to {Frame(1)} --report {report}");
        Assert.That(exit, Is.Zero, messages);
        using JsonDocument figures = JsonDocument.Parse(File.ReadAllText(report));
        return (figures.RootElement.GetProperty("marks")[0].GetProperty("position").GetInt64(), messages);
    }

    private void Diverged(string options, string message)
    {
        (int exit, _, string messages) = Replay(_whole, options);
        Assert.That(exit, Is.EqualTo(6), messages);
        Assert.That(messages, Does.Contain(message));
    }

    private static void Refused(WindowedJob job, string options, int expected, string message)
    {
        (int exit, _, string messages) = Replay(job, options);
        Assert.That(exit, Is.EqualTo(expected), messages);
        Assert.That(messages, Does.Contain(message));
    }

    private static void WithFile(string path, byte[] content, Action action)
    {
        byte[] before = File.ReadAllBytes(path);
        File.WriteAllBytes(path, content);
        try
        {
            action();
        }
        finally
        {
            File.WriteAllBytes(path, before);
        }
    }

    private long Frame(double share) => _frames[(int)(share * (_frames.Count - 1))].Position;

    private static long Firing(List<Listed> rows) => rows[rows.Count / 2].Position;

    private static (int Exit, string Output, string Messages) Replay(WindowedJob job, string options) =>
        WindowedJob.Command($"replay --data {job.Data} {options}");

    private static List<Listed> List(WindowedJob job, string options)
    {
        (int exit, string output, string messages) = Replay(job, $"--ids {options}");
        Assert.That(exit, Is.Zero, messages);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Listed.Of)];
    }

    private static IEnumerable<string> Lines(List<Listed> rows, string sink) =>
        rows.Where(row => row.Sink == sink).Select(static row => row.Line);

    private sealed record Listed(long Position, string Sink, string Line)
    {
        public static Listed Of(string text)
        {
            using JsonDocument json = JsonDocument.Parse(text);
            IEnumerable<string> values = json.RootElement.GetProperty("row").EnumerateObject().Select(
                static column => column.Value.ToString().Contains(' ', StringComparison.Ordinal) ? $"\"{column.Value}\"" : column.Value.ToString());
            return new Listed(
                long.Parse(json.RootElement.GetProperty("id").GetString()!.Split('-')[0], null),
                json.RootElement.GetProperty("sink").GetString()!,
                string.Join(',', values));
        }
    }
}
