using System;
using System.Collections.Generic;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Ports;

namespace HotPath.Dataflow.Plans;

/// <summary>Another shard, with somebody who hears what it is handed: whoever derives from it says who.</summary>
/// <remarks>Threading: as any shard.</remarks>
public abstract class ShardDecorator : IShardProgram
{
    /// <inheritdoc/>
    public long FirstPendingPosition => Inner.FirstPendingPosition;

    /// <inheritdoc/>
    public IReadOnlyList<StatementCounters> Counters => Inner.Counters;

    /// <inheritdoc/>
    public IReadOnlyList<EventIdCounters> EventIds => Inner.EventIds;

    /// <inheritdoc/>
    public long WatermarkMs => Inner.WatermarkMs;

    /// <inheritdoc/>
    public long StateEntries => Inner.StateEntries;

    /// <inheritdoc/>
    public IShardState State => Inner.State;

    /// <inheritdoc/>
    public bool IsUnitDue => Inner.IsUnitDue;

    /// <summary>The shard behind it.</summary>
    protected abstract IShardProgram Inner { get; }

    /// <inheritdoc/>
    public void ReadFrontiers(Span<OutputFrontier> frontiers) => Inner.ReadFrontiers(frontiers);

    /// <inheritdoc/>
    public void OnDefineTenant(int tenant, ReadOnlySpan<byte> name) => Inner.OnDefineTenant(tenant, name);

    /// <inheritdoc/>
    public void OnDefineSource(int table, int source, ReadOnlySpan<byte> name) =>
        Inner.OnDefineSource(table, source, name);

    /// <inheritdoc/>
    public void OnDefineClient(int client, ReadOnlySpan<byte> name) => Inner.OnDefineClient(client, name);

    /// <inheritdoc/>
    public void Quarantine(long position, ulong operatorId) => Inner.Quarantine(position, operatorId);

    /// <inheritdoc/>
    public void QuarantineResult(long position, ulong operatorId, int tenant, long number) =>
        Inner.QuarantineResult(position, operatorId, tenant, number);

    /// <inheritdoc/>
    public void Prefetch(long position, int tenant, int table, nint payload) =>
        Inner.Prefetch(position, tenant, table, payload);

    /// <inheritdoc/>
    /// <remarks>None: who derives from it hears of each row.</remarks>
    public bool TakesRuns(int table) => false;

    /// <inheritdoc/>
    public int OnRun(int table, ReadOnlySpan<RowFrame> rows) => 0;

    /// <inheritdoc/>
    public virtual void OnEvent(in EventFrame frame) => Inner.OnEvent(frame);

    /// <inheritdoc/>
    public virtual void OnReject(in EventFrame frame, RejectReason reason, int column) =>
        Inner.OnReject(frame, reason, column);

    /// <inheritdoc/>
    public virtual void OnEndOfInput(long position, int table, long ingestTimeMs) =>
        Inner.OnEndOfInput(position, table, ingestTimeMs);

    /// <inheritdoc/>
    public virtual void OnTick(long position, long ingestTimeMs, long heldMs) =>
        Inner.OnTick(position, ingestTimeMs, heldMs);

    /// <inheritdoc/>
    public bool RunPendingUnit() => Inner.RunPendingUnit();

    /// <inheritdoc/>
    public ulong OnMark(long position) => Inner.OnMark(position);

    /// <inheritdoc/>
    public bool TryPostponeMark(long position) => Inner.TryPostponeMark(position);

    /// <inheritdoc/>
    public bool TryTakeMark(out long position, out ulong hash) => Inner.TryTakeMark(out position, out hash);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes the shard behind it.</summary>
    /// <param name="disposing">Whether it was asked for.</param>
    protected abstract void Dispose(bool disposing);
}
