using System;
using System.Collections.Generic;
using HotPath.Conformance.Levels;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;

namespace HotPath.Conformance.Running;

/// <summary>A shard that notes the frames it is handed. Every shard sees every frame, so one observer is
/// enough.</summary>
/// <param name="shard">The shard.</param>
/// <param name="lines">Told about every event and end-of-input frame.</param>
public sealed class ObservedShard(IShardProgram shard, FrameLines lines) : IShardProgram
{
    /// <inheritdoc/>
    public long FirstPendingPosition => shard.FirstPendingPosition;

    /// <inheritdoc/>
    public IReadOnlyList<EventIdCounters> EventIds => shard.EventIds;

    /// <inheritdoc/>
    public IReadOnlyList<StatementCounters> Counters => shard.Counters;

    /// <inheritdoc/>
    public long WatermarkMs => shard.WatermarkMs;

    /// <inheritdoc/>
    public long StateEntries => shard.StateEntries;

    /// <inheritdoc/>
    public IShardState State => shard.State;

    /// <inheritdoc/>
    public void OnDefineTenant(int tenant, ReadOnlySpan<byte> name) => shard.OnDefineTenant(tenant, name);

    /// <inheritdoc/>
    public void OnDefineSource(int table, int source, ReadOnlySpan<byte> name) =>
        shard.OnDefineSource(table, source, name);

    /// <inheritdoc/>
    public void Quarantine(long position, ulong operatorId) => shard.Quarantine(position, operatorId);

    /// <inheritdoc/>
    public void Prefetch(long position, int tenant, int table, nint payload) =>
        shard.Prefetch(position, tenant, table, payload);

    /// <inheritdoc/>
    public void OnEvent(in EventFrame frame)
    {
        lines.Add(frame.Position, frame.SourceOffset);
        shard.OnEvent(frame);
    }

    /// <inheritdoc/>
    public void OnReject(in EventFrame frame, RejectReason reason, int column)
    {
        lines.Add(frame.Position, frame.SourceOffset);
        shard.OnReject(frame, reason, column);
    }

    /// <inheritdoc/>
    public void OnEndOfInput(long position, int table, long ingestTimeMs)
    {
        lines.Add(position, Change.EndOfInput);
        shard.OnEndOfInput(position, table, ingestTimeMs);
    }

    /// <inheritdoc/>
    public bool RunPendingUnit() => shard.RunPendingUnit();

    /// <inheritdoc/>
    public ulong OnMark(long position) => shard.OnMark(position);

    /// <inheritdoc/>
    public void Dispose() => shard.Dispose();
}
