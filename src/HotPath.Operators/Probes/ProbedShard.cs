using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Operators.Shards;

namespace HotPath.Operators.Probes;

/// <summary>
/// A shard whose kernels tell a probe what they do. The kernels are wrapped, so that a shard without a probe has
/// nothing of this on its way.
/// </summary>
/// <remarks>Threading: as any shard.</remarks>
public sealed class ProbedShard : ShardDecorator
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
    protected override IShardProgram Inner => _shard;

    /// <inheritdoc/>
    public override void OnEvent(in EventFrame frame)
    {
        _kernels.Position = frame.Position;
        base.OnEvent(frame);
    }

    /// <inheritdoc/>
    public override void OnEndOfInput(long position, int table, long ingestTimeMs)
    {
        _probe.OnWatermark(position, long.MaxValue);
        base.OnEndOfInput(position, table, ingestTimeMs);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _shard.Dispose();
            _kernels.Dispose();
        }
    }
}
