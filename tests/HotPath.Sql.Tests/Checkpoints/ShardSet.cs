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
using HotPath.Operators.Shards;
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
        bool skipsImages = false,
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
            IShardProgram shard = skipsImages
                ? plan.CreateShard(options, new OneShardFault(ShardFault.SkipCopyBeforeWrite, position: 0))
                : plan.CreateShard(options);
            _shards.Add((shard, arena));
            Batches.Add(new StateBatch(_heap));
        }
    }

    public List<StateBatch> Batches { get; } = [];

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
        long position = PositionOf(number);
        _payload.Reset();
        nint payload = _payload.Take(frame.Bytes.Length);
        frame.Bytes.CopyTo(Raw.WritableSpan(payload, frame.Bytes.Length));
        ulong hash = 0;
        foreach ((IShardProgram shard, OutputArena arena) in _shards)
        {
            hash += Feed(shard, frame, position, number, payload);
            if (!shard.RunPendingUnit() && (number + _shards.Count) % 3 == 0)
            {
                // At other frames for another number of shards, so that a hash that is not up to date shows.
                shard.State.HashAhead(leftMax: 1, entriesMax: 5);
            }

            Drain(arena);
        }

        if (frame.Kind == LogFrameKind.Mark)
        {
            Hashes[number] = hash;
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

    private static ulong Feed(IShardProgram shard, LogFrame frame, long position, int number, nint payload)
    {
        switch (frame.Kind)
        {
            case LogFrameKind.DefineTenant:
                shard.OnDefineTenant(frame.Tenant, frame.Bytes);
                return 0;
            case LogFrameKind.DefineSource:
                shard.OnDefineSource(table: 1, frame.Tenant, frame.Bytes);
                return 0;
            case LogFrameKind.Mark:
                return shard.OnMark(position);
            case LogFrameKind.Tick:
                shard.OnTick(position, IngestMs + number, heldMs: number % 3);
                return 0;
            case LogFrameKind.End:
                shard.OnEndOfInput(position, table: 1, IngestMs + number);
                return 0;
            default:
                shard.OnEvent(new EventFrame
                {
                    Position = position,
                    Tenant = frame.Tenant,
                    Table = 1,
                    Source = number / 100,
                    Partition = number / 40 % 3,
                    SourceOffset = number,
                    IngestTimeMs = IngestMs + number,
                    Payload = payload,
                    PayloadBytes = frame.Bytes.Length,
                });
                return 0;
        }
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
