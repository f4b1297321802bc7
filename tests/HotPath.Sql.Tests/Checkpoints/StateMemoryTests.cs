using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Sql.Planning;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Checkpoints;

/// <summary>State several times larger than the memory it may take.</summary>
public sealed class StateMemoryTests
{
    private const int Keys = 12_000;
    private const int RowsBetweenMarks = 1_000;
    private const long MemoryBytes = 512 * 1024;

    // Slots of the table, the batch of a checkpoint, scratch memory, arenas of outputs.
    private const long SlackBytes = 4 * 1024 * 1024;

    private const string Table = """
        CREATE TABLE ev (ts TIMESTAMP(3), k STRING, s STRING, WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private const string Windowed = " GROUP BY k, window_start, window_end;";

    private const string Script = Table + """
        SELECT k, COUNT(*) AS n, MAX(s) AS xs FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' HOUR))
        """ + Windowed;

    [Test]
    public void State_LargerThanItsMemory_StaysWithinAndTellsTheSame()
    {
        SqlJobPlan plan = CheckpointScripts.Compile(Script);
        List<LogFrame> frames = Frames(plan.Tables[0].Schema);
        (IReadOnlyList<string> expected, Dictionary<int, ulong> hashes, long wholeBytes, _) = Run(plan, frames, 0);

        (IReadOnlyList<string> outputs, Dictionary<int, ulong> found, long peakBytes, int reads) =
            Run(plan, frames, MemoryBytes);

        TestContext.Out.WriteLine(
            $"without a limit {wholeBytes} bytes, with one of {MemoryBytes}: {peakBytes}; {reads} groups read back");
        Assert.That(wholeBytes, Is.GreaterThan(5 * MemoryBytes + SlackBytes));
        Assert.That(peakBytes, Is.LessThan(MemoryBytes + SlackBytes));
        Assert.That(reads, Is.GreaterThan(Keys / 2));
        Assert.That(expected, Has.Count.EqualTo(Keys));
        Assert.That(outputs, Is.EqualTo(expected));
        Assert.That(found, Is.EqualTo(hashes));
    }

    /// <summary>What is not evicted lies in a file instead.</summary>
    [TestCase("MAX(s) AS xs FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '30' MINUTE, INTERVAL '1' HOUR))" + Windowed)]
    [TestCase("COUNT(*) AS n FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '30' MINUTE, INTERVAL '1' HOUR))" + Windowed)]
    [TestCase(
        "MAX(s) AS xs FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '30' MINUTE, INTERVAL '1' HOUR))" + Windowed)]
    [TestCase(
        "MAX(s) AS xs FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '30' MINUTE))" + Windowed)]
    [TestCase("MAX(s) AS xs FROM ev GROUP BY k;", "SET 'table.exec.state.ttl' = '1 h';")]
    public void State_ThatIsNotEvicted_LiesInAFileAndTellsTheSame(string query, string settings = "")
    {
        SqlJobPlan plan = CheckpointScripts.Compile(settings + Table + "SELECT k, " + query);
        List<LogFrame> frames = Frames(plan.Tables[0].Schema);
        (IReadOnlyList<string> expected, Dictionary<int, ulong> hashes, long wholeBytes, _) = Run(plan, frames, 0);

        (IReadOnlyList<string> outputs, Dictionary<int, ulong> found, long peakBytes, int reads) =
            Run(plan, frames, MemoryBytes);

        TestContext.Out.WriteLine($"without a limit {wholeBytes} bytes of memory, with one {peakBytes}");
        Assert.That(wholeBytes - peakBytes, Is.GreaterThan(Keys * 200));
        Assert.That(reads, Is.Zero);
        Assert.That(expected, Has.Count.GreaterThanOrEqualTo(Keys));
        Assert.That(outputs, Is.EqualTo(expected));
        Assert.That(found, Is.EqualTo(hashes));
    }

    private static (IReadOnlyList<string> Outputs, Dictionary<int, ulong> Hashes, long PeakBytes, int Reads) Run(
        SqlJobPlan plan, List<LogFrame> frames, long memoryBytes)
    {
        var store = new StoreModel();
        using var shards =
            new ShardSet(plan, 1, store: store, memoryBytes: memoryBytes, firingUnitRows: 4096);
        long peakBytes = 0;
        for (int i = 0; i < frames.Count; i++)
        {
            // The firing at the end gives all rows at once: what they take is not state.
            peakBytes = frames[i].Kind == LogFrameKind.End ? peakBytes : Math.Max(peakBytes, shards.NativeBytes);
            shards.Feed(frames[i], i);
            shards.States[0].Evict(entriesMax: 16);
            if (frames[i].Kind == LogFrameKind.Mark && i < frames.Count - 1)
            {
                Checkpoint(shards, store, i);
            }
        }

        return (shards.OutputsAfter(-1, frames.Count), shards.Hashes, peakBytes, store.Reads);
    }

    private static void Checkpoint(ShardSet shards, StoreModel store, int frame)
    {
        IShardState state = shards.States[0];
        state.Begin();
        while (state.WriteSlice(shards.Batches[0], int.MaxValue))
        {
        }

        Assert.That(store.Commit(frame, shards.Batches), Is.Null);
        state.End(committed: true);
        shards.Batches[0].Clear();
    }

    // Every key twice, so that most come back from the store.
    private static List<LogFrame> Frames(RowSchema schema)
    {
        var frames = new List<LogFrame>();
        var heap = new NativeHeap();
        var random = new SplitMix64(1);
        using var row = new RowBuilder(heap, schema);
        int[] keys = [.. Enumerable.Range(0, Keys).Concat(Enumerable.Range(0, Keys).OrderBy(_ => random.Next()))];
        for (int i = 0; i < keys.Length; i++)
        {
            row.Begin();
            row.Set(0, 1_709_251_200_000 + i);
            row.SetUtf8(1, Encoding.UTF8.GetBytes($"key-{keys[i]}-with-a-name-too-long-for-its-entry-{keys[i]}"));
            row.SetUtf8(2, Encoding.UTF8.GetBytes(new string('t', 80 + random.Below(200))));
            frames.Add(new LogFrame(LogFrameKind.Row, 0, Raw.Span(row.Address, row.LengthBytes).ToArray()));
            if (i % RowsBetweenMarks == 0)
            {
                frames.Add(new LogFrame(LogFrameKind.Mark, 0, []));
            }
        }

        frames.Add(new LogFrame(LogFrameKind.End, 0, []));
        frames.Add(new LogFrame(LogFrameKind.Mark, 0, []));
        return frames;
    }
}
