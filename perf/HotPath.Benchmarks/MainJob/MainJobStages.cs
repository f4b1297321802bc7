using System;
using System.Linq;
using System.Threading;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Processing;

namespace HotPath.Benchmarks.MainJob;

/// <summary>The main job, whole and stage by stage, over one imported log.</summary>
/// <param name="plan">The compiled script.</param>
/// <param name="connectors">Opens the log and the sink.</param>
/// <param name="logPath">The log.</param>
public sealed class MainJobStages(IJobPlan plan, IConnectors connectors, string logPath)
{
    private const int RunFrames = 64;
    private const int FramesAhead = 9; // about as far as a shard looks

    /// <summary>What the groups took that <see cref="ReadLogIntoShard"/> left open. Unit: bytes.</summary>
    public long StateBytes { get; private set; }

    /// <summary>How many those were, of overlapping windows by pane. Unit: groups.</summary>
    public long StateEntries { get; private set; }

    /// <summary>Log frames checked as those of a table are (checksum, position, footer) and walked over.</summary>
    public void ReadLog()
    {
        using LogReader reader = LogReader.Open(logPath, new NativeHeap(), followsChain: false);
        while (reader.TryRead(out _))
        {
        }
    }

    /// <summary>The same, each event row decoded into the record that ingress takes.</summary>
    public void ReadSource()
    {
        var heap = new NativeHeap();
        using ITableSource source = connectors.OpenSources(plan.Tables[0], heap).Single();
        using var record = new SourceRecord(heap, plan.Tables[0].Schema);
        while (source.Read(record, default) == ReadStatus.Row)
        {
        }
    }

    /// <summary>
    /// Log frames handed straight to the compiled operators, with the look ahead that a shard has: neither sequencer nor
    /// ring nor egress.
    /// </summary>
    public void ReadLogIntoShard()
    {
        var heap = new NativeHeap();
        using var outputs = new OutputArena(heap);
        using IShardProgram shard = plan.CreateShard(new ShardOptions { Index = 0, Count = 1, Heap = heap, Outputs = outputs });
        using LogReader reader = LogReader.Open(logPath, heap, followsChain: false);
        long emptyBytes = heap.LiveBytes;
        var frames = new FrameFlyweight[RunFrames];
        var rows = new RowFrame[RunFrames];
        for (int count = ReadRun(reader, frames); count > 0; count = ReadRun(reader, frames))
        {
            int taken = TakeRun(shard, frames, rows, count);
            for (int i = taken - FramesAhead; i < count; i++)
            {
                if (i + FramesAhead < count && i + FramesAhead >= taken)
                {
                    FrameFlyweight ahead = frames[i + FramesAhead];
                    shard.Prefetch(ahead.Position, ahead.Tenant, ahead.Table, ahead.Payload);
                }

                if (i >= taken)
                {
                    shard.OnEvent(EventFrames.One(frames[i]));
                    Drain(shard, outputs);
                }
            }
        }

        StateBytes = heap.LiveBytes - emptyBytes;
        StateEntries = shard.StateEntries;
    }

    /// <summary>The whole job.</summary>
    /// <param name="threads">Thread plan.</param>
    /// <returns>Its report.</returns>
    public JobReport RunJob(string threads) =>
        JobRunner.Run(plan, connectors, new JobOptions { ThreadPlan = threads }, CancellationToken.None);

    // The next events that lie in one batch, and so where they are until another is asked for.
    private static int ReadRun(LogReader reader, FrameFlyweight[] frames)
    {
        int count = 0;
        while (count < frames.Length
            && (count == 0 ? reader.TryPeek(out FrameFlyweight frame) : reader.TryPeekInBatch(out frame)))
        {
            reader.Skip(frame);
            if (frame.Type == FrameType.Event)
            {
                frames[count++] = frame;
            }
        }

        return count;
    }

    // As a shard does; of a run that is not taken whole the rest goes one by one.
    private static int TakeRun(IShardProgram shard, FrameFlyweight[] frames, RowFrame[] rows, int count)
    {
        if (!shard.TakesRuns(frames[0].Table))
        {
            return 0;
        }

        for (int i = 0; i < count; i++)
        {
            rows[i] = EventFrames.InRun(frames[i]);
        }

        return shard.OnRun(frames[0].Table, rows.AsSpan(0, count));
    }

    private static void Drain(IShardProgram shard, OutputArena outputs)
    {
        while (shard.RunPendingUnit())
        {
        }

        while (outputs.TryRead(out OutputRecord record))
        {
            outputs.Release(record);
        }
    }
}
