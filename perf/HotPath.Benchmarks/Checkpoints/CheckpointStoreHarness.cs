using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Benchmarks.Reporting;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Memory;
using HotPath.State.Lmdb;

namespace HotPath.Benchmarks.Checkpoints;

/// <summary><c>checkpoint-store</c>: a checkpoint of the dirty entries against LMDB's own puts in random order, both
/// durable, in turns, on the same disk.</summary>
public static class CheckpointStoreHarness
{
    private const int Rounds = 3;
    private const int SmallTransaction = 10_000;

    private static readonly int[] DirtyPercents = [1, 5, 25];

    /// <summary>Measures and writes the results file.</summary>
    /// <param name="entries">Entries of the state.</param>
    /// <returns>Exit code.</returns>
    public static int Run(int entries)
    {
        string folder = Path.Combine(ResultFile.FindRoot(), "artifacts", "checkpoint-store");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        ResultTable sizes;
        var table = new ResultTable(
        [
            "dirty", "way", "ms (median)", "min-max", "entries/s", "bytes written", "bytes written per entry", "checkpoint is faster",
        ]);
        using (var batch = new StateBatch(new NativeHeap()))
        using (LmdbCheckpointStore store = LmdbCheckpointStore.Open(folder))
        using (var whole = new PlainLmdb(Path.Combine(folder, "plain-whole")))
        using (var small = new PlainLmdb(Path.Combine(folder, "plain-small")))
        {
            int[] all = CheckpointEntries.Choose(entries, entries, seed: 1);
            Array.Sort(all);
            Commit(store, batch, all, round: 0);
            whole.Put(all, round: 0, entries);
            small.Put(all, round: 0, entries);
            foreach (int percent in DirtyPercents)
            {
                Measure(table, percent, entries, store, batch, whole, small);
            }

            sizes = Sizes(folder, entries, store, whole);
        }

        Directory.Delete(folder, recursive: true);
        ResultFile.Write(
            "checkpoint-store",
            $"{entries} entries, keys of {CheckpointEntries.KeyBytes} bytes, values of {CheckpointEntries.ValueBytes}; dirty ones in "
            + $"random order, {Rounds} rounds in turns. Checkpoint: sort, verify what is replaced, hash, put, commit with its sync. Puts: "
            + "the same entries into plain LMDB with the same syncs, once in one transaction, which nobody can do who must not lose "
            + "what came since, and once in transactions of a size that users choose. Bytes written are those handed to the "
            + "system (wchar). Size: compacted copies of both; a record of ours has a hash of 8 bytes more.",
            table,
            sizes);
        return 0;
    }

    private static void Measure(
        ResultTable table, int percent, int entries, LmdbCheckpointStore store, StateBatch batch, PlainLmdb whole, PlainLmdb small)
    {
        int dirty = Math.Max(1, (int)((long)entries * percent / 100));
        List<Sample> ours = [], inOne = [], inMany = [];
        for (int round = 1; round <= Rounds; round++)
        {
            int[] numbers = CheckpointEntries.Choose(dirty, entries, (ulong)((percent * 100) + round));
            ours.Add(Commit(store, batch, numbers, round));
            inOne.Add(Time(() => whole.Put(numbers, round, dirty)));
            inMany.Add(Time(() => small.Put(numbers, round, SmallTransaction)));
        }

        double oursMs = Median(ours).Ms;
        Add(table, percent, dirty, "checkpoint", ours, oursMs);
        Add(table, percent, dirty, "puts, one transaction", inOne, oursMs);
        Add(table, percent, dirty, $"puts, {SmallTransaction} a transaction", inMany, oursMs);
    }

    private static ResultTable Sizes(string folder, int entries, LmdbCheckpointStore store, PlainLmdb whole)
    {
        store.KeepSnapshot();
        long ours = LmdbCheckpointStore.ListSnapshots(folder)[0].FileBytes;
        long plain = whole.CopyCompact(Path.Combine(folder, "plain-copy"));
        var table = new ResultTable(["state, compacted", "bytes of file", "bytes per key", "of LMDB's own"]);
        foreach ((string name, long bytes) in new[] { ("checkpoint store", ours), ("plain LMDB", plain) })
        {
            FormattableString[] fields = [$"{name}", $"{bytes:N0}", $"{(double)bytes / entries:F1}", $"{(double)bytes / plain:F2}"];
            table.Add([.. fields.Select(FormattableString.Invariant)]);
        }

        return table;
    }

    private static Sample Commit(LmdbCheckpointStore store, StateBatch batch, int[] numbers, int round)
    {
        batch.Clear();
        Span<byte> key = stackalloc byte[CheckpointEntries.KeyBytes];
        foreach (int number in numbers)
        {
            CheckpointEntries.WriteKey(key, number);
            CheckpointEntries.WriteValue(batch.Put(key, CheckpointEntries.ValueBytes), number, round);
        }

        return Time(() => store.Commit(store.Position + 1, [batch]));
    }

    private static Sample Time(Action work)
    {
        long writtenBytes = WrittenBytes();
        long start = Stopwatch.GetTimestamp();
        work();
        double ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return new Sample(ms, WrittenBytes() - writtenBytes);
    }

    private static long WrittenBytes() => long.Parse(
        File.ReadLines("/proc/self/io").First(static line => line.StartsWith("wchar:", StringComparison.Ordinal))[6..], CultureInfo.InvariantCulture);

    private static Sample Median(List<Sample> samples) => samples.OrderBy(static sample => sample.Ms).ElementAt(samples.Count / 2);

    private static void Add(ResultTable table, int percent, int dirty, string way, List<Sample> samples, double oursMs)
    {
        Sample median = Median(samples);
        FormattableString[] fields =
        [
            $"{percent} %", $"{way}", $"{median.Ms:F1}", $"{samples.Min(static s => s.Ms):F1}-{samples.Max(static s => s.Ms):F1}",
            $"{dirty / median.Ms * 1000:N0}", $"{median.WrittenBytes:N0}", $"{(double)median.WrittenBytes / dirty:F0}", $"{median.Ms / oursMs:F1} x",
        ];
        table.Add([.. fields.Select(FormattableString.Invariant)]);
    }

    private readonly record struct Sample(double Ms, long WrittenBytes);
}
