using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Operators.Shards;

namespace HotPath.Operators.Probes;

/// <summary>
/// A shard whose kernels tell a probe what they do. The kernels are wrapped, so that a shard without a probe has
/// nothing of this on its way.
/// </summary>
/// <remarks>Threading: as any shard.</remarks>
public sealed class ProbedShard : IShardProgram
{
    private readonly ShardProgram<NoShardFaults> _shard;
    private readonly ProbedKernels _kernels;
    private readonly IShardProbe _probe;

    /// <summary>A shard with empty state.</summary>
    /// <param name="tables">Tables of the plan, in plan order.</param>
    /// <param name="statements">Statements of the plan, in plan order.</param>
    /// <param name="failOnError">Whether the first failing row stops the run.</param>
    /// <param name="options">Which shard, and its resources.</param>
    /// <param name="probe">Hears what happens.</param>
    public ProbedShard(
        IReadOnlyList<TableProgram> tables,
        IReadOnlyList<StatementProgram> statements,
        bool failOnError,
        ShardOptions options,
        IShardProbe probe)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(probe);
        _probe = probe;
        _kernels = new ProbedKernels(probe, options.Heap);
        _shard = new ShardProgram<NoShardFaults>(
            [.. tables.Select(_kernels.Wrap)], [.. statements.Select(_kernels.Wrap)], failOnError, options, default);
    }

    /// <inheritdoc/>
    public long FirstPendingPosition => _shard.FirstPendingPosition;

    /// <inheritdoc/>
    public IReadOnlyList<StatementCounters> Counters => _shard.Counters;

    /// <inheritdoc/>
    public IReadOnlyList<EventIdCounters> EventIds => _shard.EventIds;

    /// <inheritdoc/>
    public long WatermarkMs => _shard.WatermarkMs;

    /// <inheritdoc/>
    public long StateEntries => _shard.StateEntries;

    /// <inheritdoc/>
    public IShardState State => _shard.State;

    /// <inheritdoc/>
    public void OnDefineTenant(int tenant, ReadOnlySpan<byte> name) => _shard.OnDefineTenant(tenant, name);

    /// <inheritdoc/>
    public void OnDefineSource(int table, int source, ReadOnlySpan<byte> name) =>
        _shard.OnDefineSource(table, source, name);

    /// <inheritdoc/>
    public void Quarantine(long position, ulong operatorId) => _shard.Quarantine(position, operatorId);

    /// <inheritdoc/>
    public void Prefetch(long position, int tenant, int table, nint payload) =>
        _shard.Prefetch(position, tenant, table, payload);

    /// <inheritdoc/>
    public void OnEvent(in EventFrame frame)
    {
        _kernels.Position = frame.Position;
        _shard.OnEvent(frame);
    }

    /// <inheritdoc/>
    public void OnReject(in EventFrame frame, RejectReason reason, int column) =>
        _shard.OnReject(frame, reason, column);

    /// <inheritdoc/>
    public void OnEndOfInput(long position, int table, long ingestTimeMs)
    {
        _probe.OnWatermark(position, long.MaxValue);
        _shard.OnEndOfInput(position, table, ingestTimeMs);
    }

    /// <inheritdoc/>
    public bool RunPendingUnit() => _shard.RunPendingUnit();

    /// <inheritdoc/>
    public ulong OnMark(long position) => _shard.OnMark(position);

    /// <inheritdoc/>
    public void Dispose()
    {
        _shard.Dispose();
        _kernels.Dispose();
    }
}
