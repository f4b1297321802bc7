using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using HotPath.Benchmarks.MainJob;
using HotPath.Benchmarks.Reporting;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Memory;
using HotPath.Journal.Storage;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Jobs;

namespace HotPath.Benchmarks.Durable;

/// <summary>
/// <c>durable</c>: the main job in memory, durable and recovering, next to what the disk does with the same bytes alone.
/// </summary>
public static class DurableHarness
{
    private const int Repetitions = 5;
    private const int BlockBytes = 1024 * 1024;
    private const int AloneBytes = 64 * BlockBytes;
    private const long ZerosBytes = 1792L * BlockBytes;
    private const string AloneFile = "alone";
    private const string Alone = "disk alone: those bytes";

    /// <summary>Measures and writes the results file.</summary>
    /// <param name="events">Events in the log. Unit: events.</param>
    /// <param name="only">For a profiler: a word of the one variant to run, without writing results.</param>
    /// <returns>Exit code.</returns>
    public static int Run(long events, string? only = null)
    {
        string folder = Path.Combine(ResultFile.FindRoot(), "artifacts", "bench", "durable");
        Directory.CreateDirectory(folder);
        string log = Path.Combine(folder, "events.hplog");
        IJobPlan plan = MainJobScript.Compile(log);
        var files = new FileConnectors(new FileConnectorOptions());
        JobRunner.Import(plan, new GeneratedConnectors(files, () => new EventSource(events)), log, new JobOptions(), CancellationToken.None);
        try
        {
            Measure(plan, events, folder, new FileInfo(log).Length, only);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static void Measure(IJobPlan plan, long events, string folder, long logBytes, string? only)
    {
        string data = Path.Combine(folder, "data");
        (string Name, Action Before, Func<Sample> Run)[] runs =
        [
            ("in memory", static () => { }, Whole(() => RunJob(plan, data: null, CommitMode.LocalSync))),
            ("durable, local-sync", () => DurableJob.Empty(data), Whole(() => RunJob(plan, data, CommitMode.LocalSync))),
            ("recovery: the whole journal again", () => DropState(data), Whole(() => RunJob(plan, data, CommitMode.LocalSync))),
            ("durable, local-sync, segments used again", () => DurableJob.Empty(data), () => RunRetained(plan, data, events)),
            ("durable, async", () => DurableJob.Empty(data), Whole(() => RunJob(plan, data, CommitMode.Async))),
            ($"{Alone}, 256 KiB a sync", () => FillAlone(data), Whole(() => WriteAlone(data, logBytes, BlockBytes / 4))),
            ($"{Alone}, 1 MiB a sync", () => FillAlone(data), Whole(() => WriteAlone(data, logBytes, BlockBytes))),
            ($"{Alone}, 4 MiB a sync", () => FillAlone(data), Whole(() => WriteAlone(data, logBytes, 4 * BlockBytes))),
        ];
        var samples = runs.ToDictionary(r => r.Name, _ => new List<Sample>());
        for (int repetition = 0; repetition <= Repetitions; repetition++)
        {
            foreach ((string name, Action before, Func<Sample> run) in runs.Where(r => only is null || r.Name.Contains(only, StringComparison.Ordinal)))
            {
                before();
                Sample sample = run();
                Console.Error.WriteLine($"{name}: {sample}");
                if (repetition > 0)
                {
                    samples[name].Add(sample);
                }
            }
        }

        if (only is not null)
        {
            return;
        }

        ResultFile.Write("durable", Note(events, logBytes), Table(events, samples));
    }

    private static Func<Sample> Whole(Action run) => () => Sample.Of(run);

    private static void RunJob(IJobPlan plan, string? data, CommitMode mode)
    {
        var connectors = new FileConnectors(new FileConnectorOptions());
        if (data is null)
        {
            JobRunner.Run(plan, connectors, new JobOptions(), CancellationToken.None);
            return;
        }

        DurableJob.Run(plan, connectors, data, options => options with { CommitMode = mode });
    }

    // The defaults, in smaller: what a long run does with its journal happens within this one. A checkpoint a second
    // makes 192 MiB up to 370 at 2 million events/s, three snapshots keep up to 1.1 GiB, and what is between two of them
    // lies in wait: only behind that much are all segments used again, and what comes there stands for the whole.
    private static Sample RunRetained(IJobPlan plan, string data, long events)
    {
        (long Events, Moment At)? behind = null;
        var options = new JobOptions
        {
            ProgressIntervalMs = 20,
            OnProgress = progress =>
            {
                if (behind is null && progress.Position >= ZerosBytes)
                {
                    behind = (progress.Events, Moment.Now());
                }
            },
        };
        DurableJob.Run(
            plan,
            new FileConnectors(new FileConnectorOptions()),
            data,
            durable => durable with
            {
                Journal = durable.Journal with { SegmentBytes = 32 * BlockBytes, SparesMax = 16 },
                SnapshotIntervalBytes = 192 * BlockBytes,
                KeepsWholeJournal = false,
            },
            options);
        return behind is { } begin
            ? begin.At.SampleUntilNow().Times((double)events / (events - begin.Events))
            : throw new InvalidOperationException(
                $"{events} events are too few: their journal ends before position {ZerosBytes}");
    }

    // Over blocks that are there already: what the disk takes at best, a sync for each group.
    private static void WriteAlone(string data, long bytes, int groupBytes)
    {
        var heap = new NativeHeap();
        nint block = heap.Allocate(groupBytes);
        using IDurableFile file = new DiskDurableStorage().OpenFile(Path.Combine(data, AloneFile), isWritable: true);
        for (long offset = 0; offset < bytes; offset += groupBytes)
        {
            file.Write(Raw.Span(block, groupBytes), offset % AloneBytes);
            file.Sync();
        }

        heap.Free(block, groupBytes);
    }

    private static void FillAlone(string data)
    {
        DurableJob.Empty(data);
        Directory.CreateDirectory(data);
        byte[] block = new byte[BlockBytes];
        using IDurableFile file = new DiskDurableStorage().CreateFile(Path.Combine(data, AloneFile));
        for (long offset = 0; offset < AloneBytes; offset += BlockBytes)
        {
            file.Write(block, offset);
        }

        file.Sync();
    }

    private static void DropState(string data) => Directory.Delete(Path.Combine(data, "state"), recursive: true);

    private static ResultTable Table(long events, Dictionary<string, List<Sample>> samples)
    {
        var table = new ResultTable(
            ["what", "M events/s, wall", "min-max", "M events per CPU s", "of in memory", "of min(in memory, disk)"]);
        double memory = Rate(samples.Values.First());
        double disk = samples.Where(s => s.Key.StartsWith(Alone, StringComparison.Ordinal)).Max(s => Rate(s.Value));
        foreach ((string name, List<Sample> runs) in samples)
        {
            double[] rates = [.. runs.Select(s => events / s.WallSeconds / 1e6)];
            double median = Rate(runs);
            table.Add(
                name,
                Figures.Text(median / 1e6),
                $"{Figures.Text(rates.Min())}-{Figures.Text(rates.Max())}",
                Figures.Text(Figures.Median(runs, s => events / s.CpuSeconds) / 1e6),
                Figures.Text(median / memory),
                Figures.Text(median / Math.Min(memory, disk)));
        }

        return table;

        double Rate(List<Sample> runs) => Figures.Median(runs, s => events / s.WallSeconds);
    }

    private static string Note(long events, long logBytes) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        The main job (TUMBLE of a second, COUNT(*) and SUM by BIGINT key, {MainJobScript.Keys:N0} keys) over {events:N0} events of an
        imported log in the page cache, {logBytes / (double)events:F0} bytes of log an event; thread plan auto; a mark every 16 MiB,
        checkpoints at most one a second. Recovery: the state is gone, so the whole journal is replayed; opening and
        checking it counts. Segments used again: of 32 MiB, a snapshot every 192 MiB, three kept; measured is what comes behind
        {ZerosBytes / BlockBytes} MiB, where hardly a segment is filled with zeros first, as if the whole run had been so. Disk alone:
        one thread, write and fdatasync over blocks written before; the best of its lines is the disk's. Medians of {Repetitions} after one warm-up, variants interleaved.
        """);
}
