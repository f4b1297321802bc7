using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Sql.Planning;
using HotPath.Sql.Tests.Execution;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Checkpoints;

/// <summary>All shards of a plan in one life: from a start, empty or from a store, until they are thrown away.</summary>
internal sealed class ShardSet : IDisposable
{
    private const int FrameBytes = 64;
    private const long IngestMs = 1_700_000_000_000;

    private readonly NativeHeap _heap = new();
    private readonly List<(IShardProgram Shard, OutputArena Arena)> _shards = [];
    private readonly ScratchArena _payload;
    private readonly SqlJobPlan _plan;
    private readonly List<(OutputIdentity Identity, byte[] Row)> _outputs = [];

    public ShardSet(
        SqlJobPlan plan,
        int count,
        OneShardFault? fault = null,
        StoreModel? store = null,
        long memoryBytes = 0,
        int firingUnitRows = 3)
    {
        _plan = plan;
        _payload = new ScratchArena(_heap);
        for (int i = 0; i < count; i++)
        {
            var arena = new OutputArena(_heap);
            var options = new ShardOptions
            {
                Index = i,
                Count = count,
                Heap = _heap,
                Outputs = arena,
                FiringUnitRows = firingUnitRows,
                StateReader = store,
                StateMemoryBytes = memoryBytes,
            };
            IShardProgram shard = fault is { } strikes
                ? plan.CreateShard(options, strikes)
                : plan.CreateShard(options);
            _shards.Add((shard, arena));
            Batches.Add(new StateBatch(_heap));
        }
    }

    public List<StateBatch> Batches { get; } = [];

    /// <summary>Whether a mark may pass a firing that is pending, and units come between rows only where they are due.
    /// </summary>
    public bool IsBusy { get; init; }

    /// <summary>Whether a shard has let the newest mark pass: there is no checkpoint as of it.</summary>
    public bool HasPassedMark { get; private set; }

    /// <summary>Rows that shards have taken many at a time.</summary>
    public long RowsInRuns { get; private set; }

    public IReadOnlyList<IShardState> States => [.. _shards.Select(static s => s.Shard.State)];

    public long WatermarkMs => _shards.Max(static s => s.Shard.WatermarkMs);

    public long StateEntries => _shards.Sum(static s => s.Shard.StateEntries);

    public long NativeBytes => _heap.LiveBytes;

    /// <summary>Hash of every mark fed, by frame number.</summary>
    public Dictionary<int, ulong> Hashes { get; } = [];

    public void Restore(StoreModel store, SplitMix64 random)
    {
        foreach (IShardState state in States)
        {
            foreach ((string key, string value) in store.Records.OrderBy(_ => random.Next()))
            {
                state.Restore(Convert.FromHexString(key), Convert.FromHexString(value));
            }

            state.CompleteRestore();
        }
    }

    public void Feed(LogFrame frame, int number)
    {
        nint payload = Begin(frame);
        ulong hash = 0;
        HasPassedMark = false;
        foreach ((IShardProgram shard, OutputArena arena) in _shards)
        {
            hash += Feed(shard, frame, number, payload);
            Finish(shard, arena, number);
        }

        if (frame.Kind == LogFrameKind.Mark)
        {
            Hashes[number] = Hashes.GetValueOrDefault(number) + hash;
        }
    }

    /// <summary>Rows of one table that follow each other, many at a time as far as the shards take them so.</summary>
    /// <param name="frames">The log.</param>
    /// <param name="first">Number of the first row.</param>
    /// <param name="count">How many. Unit: rows.</param>
    public void FeedRun(IReadOnlyList<LogFrame> frames, int first, int count)
    {
        int table = frames[first].Table;
        nint[] payloads = [.. Enumerable.Range(first, count).Select(i => i == first ? Begin(frames[i]) : Copy(frames[i]))];
        RowFrame[] rows = [.. payloads.Select((payload, i) => RowOf(frames[first + i], first + i, payload))];
        foreach ((IShardProgram shard, OutputArena arena) in _shards)
        {
            for (int i = 0; i < count;)
            {
                int taken = shard.TakesRuns(table) ? shard.OnRun(table, rows.AsSpan(i)) : 0;
                RowsInRuns += taken;
                i += taken;
                if (taken == 0)
                {
                    Feed(shard, frames[first + i], first + i, payloads[i]);
                    Finish(shard, arena, first + i);
                    i++;
                }
            }

            Finish(shard, arena, first + count - 1);
        }
    }

    /// <summary>Outputs of this life, in the total order, caused by frames after one.</summary>
    public IReadOnlyList<string> OutputsAfter(int frame, int until) =>
        [.. RowsAfter(frame, until).Select(static o => $"{o.Identity} {Convert.ToHexString(o.Row)}")];

    /// <summary>The same as they are.</summary>
    public IReadOnlyList<(OutputIdentity Identity, byte[] Row)> RowsAfter(int frame, int until)
    {
        foreach ((IShardProgram shard, OutputArena arena) in _shards)
        {
            while (shard.RunPendingUnit())
            {
            }

            TakeMarks(shard);
            Drain(arena);
        }

        long from = PositionOf(frame);
        long to = PositionOf(until);
        return [.. _outputs
            .Where(o => o.Identity.Position > from && o.Identity.Position <= to)
            .OrderBy(static o => o.Identity)];
    }

    public IReadOnlyList<string> Counters() =>
        [.. StatementCounters
            .OrderBy(static c => c.Statement).ThenBy(static c => c.Tenant).Select(Describe),
        .. EventIds.OrderBy(static c => c.Tenant).Select(static c => c.ToString())];

    public IReadOnlyList<StatementCounters> StatementCounters => [.. _shards.SelectMany(static s => s.Shard.Counters)];

    public IReadOnlyList<EventIdCounters> EventIds => [.. _shards.SelectMany(static s => s.Shard.EventIds)];

    public void Dispose()
    {
        foreach ((IShardProgram shard, OutputArena arena) in _shards)
        {
            shard.Dispose();
            arena.Dispose();
        }

        Batches.ForEach(static b => b.Dispose());
        _payload.Dispose();
        Assert.That(_heap.LiveBytes, Is.Zero, "native memory leaked");
    }

    private static long PositionOf(int frame) => (frame + 1L) * FrameBytes;

    private static long IngestTimeOf(LogFrame frame, int number) => frame.IngestTimeMs ?? (IngestMs + number);

    private static RowFrame RowOf(LogFrame frame, int number, nint payload) => new()
    {
        Position = PositionOf(number),
        Tenant = frame.Tenant,
        Source = number / 100,
        SourceOffset = number,
        IngestTimeMs = IngestTimeOf(frame, number),
        Payload = payload,
    };

    private nint Begin(LogFrame frame)
    {
        _payload.Reset();
        return Copy(frame);
    }

    private nint Copy(LogFrame frame)
    {
        nint payload = _payload.Take(frame.Bytes.Length);
        frame.Bytes.CopyTo(Raw.WritableSpan(payload, frame.Bytes.Length));
        return payload;
    }

    private ulong Feed(IShardProgram shard, LogFrame frame, int number, nint payload)
    {
        long position = PositionOf(number);
        long ingestMs = IngestTimeOf(frame, number);
        switch (frame.Kind)
        {
            case LogFrameKind.DefineTenant:
                shard.OnDefineTenant(frame.Tenant, frame.Bytes);
                return 0;
            case LogFrameKind.DefineSource:
                shard.OnDefineSource(frame.Table, frame.Tenant, frame.Bytes);
                return 0;
            case LogFrameKind.Mark:
                return Mark(shard, position);
            case LogFrameKind.Tick:
                shard.OnTick(position, ingestMs, heldMs: number % 3);
                return 0;
            case LogFrameKind.End:
                shard.OnEndOfInput(position, frame.Table, ingestMs);
                return 0;
            default:
                OnEvent(shard, frame, RowOf(frame, number, payload));
                return 0;
        }
    }

    private static void OnEvent(IShardProgram shard, LogFrame frame, in RowFrame row) => shard.OnEvent(new EventFrame
    {
        Position = row.Position,
        Tenant = row.Tenant,
        Table = frame.Table,
        Source = row.Source,
        Partition = (int)row.SourceOffset / 40 % 3,
        SourceOffset = row.SourceOffset,
        IngestTimeMs = row.IngestTimeMs,
        Payload = row.Payload,
        PayloadBytes = frame.Bytes.Length,
    });

    private ulong Mark(IShardProgram shard, long position)
    {
        TakeMarks(shard);
        bool isPassed = IsBusy && shard.FirstPendingPosition != long.MaxValue && shard.TryPostponeMark(position);
        HasPassedMark |= isPassed;
        return isPassed ? 0 : shard.OnMark(position);
    }

    private void TakeMarks(IShardProgram shard)
    {
        while (shard.TryTakeMark(out long position, out ulong hash))
        {
            int number = (int)(position / FrameBytes) - 1;
            Hashes[number] = Hashes.GetValueOrDefault(number) + hash;
        }
    }

    private void Finish(IShardProgram shard, OutputArena arena, int number)
    {
        bool mayWait = IsBusy && !shard.IsUnitDue && number % 5 != 0;
        bool isPending = mayWait ? shard.FirstPendingPosition != long.MaxValue : shard.RunPendingUnit();
        if (!isPending && (number + _shards.Count) % 3 == 0)
        {
            // At other frames for another number of shards, so that a hash that is not up to date shows.
            shard.State.HashAhead(leftMax: 1, entriesMax: 5);
        }

        TakeMarks(shard);
        Drain(arena);
    }

    private static string Describe(StatementCounters counters) =>
        $"{counters}, produced {counters.Produced}, failed results {counters.FailedResults}";

    private void Drain(OutputArena arena)
    {
        while (arena.TryRead(out OutputRecord record))
        {
            int lengthBytes = new RowView(_plan.SchemaOf(record.Identity.Statement), record.RowAddress).LengthBytes;
            _outputs.Add((record.Identity, Raw.Span(record.RowAddress, lengthBytes).ToArray()));
            arena.Release(record);
        }
    }
}
