using System;
using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Memory;
using HotPath.Operators.Scalars;
using HotPath.Operators.Shards;

namespace HotPath.Operators.Probes;

/// <summary>Puts a probe around the kernels of tables and statements. Results stay what they are.</summary>
/// <remarks>Threading: single-threaded; owned by one shard.</remarks>
internal sealed class ProbedKernels : IDisposable
{
    private readonly Dictionary<StatementProgram, (StatementProgram Stage, StageProbe Probe)> _stages =
        new(ReferenceEqualityComparer.Instance);

    /// <summary>Nothing wrapped yet.</summary>
    /// <param name="probe">Hears what happens.</param>
    /// <param name="heap">Where rows lie that are shown.</param>
    public ProbedKernels(IShardProbe probe, NativeHeap heap)
    {
        Probe = probe;
        Content = new GroupContent(heap);
    }

    /// <summary>Hears what happens.</summary>
    public IShardProbe Probe { get; }

    /// <summary>Shows groups.</summary>
    public GroupContent Content { get; }

    /// <summary>Position of the frame at hand. Unit: bytes.</summary>
    public long Position { get; set; }

    /// <summary>A table whose watermarks are told.</summary>
    public TableProgram Wrap(TableProgram table)
    {
        return table.Clock is { } clock ? table with { Clock = Probed } : table;

        long Probed(nint row, ScalarContext context)
        {
            long watermarkMs = clock(row, context);
            Probe.OnWatermark(Position, watermarkMs);
            return watermarkMs;
        }
    }

    /// <summary>A statement, or a stage of one, and all behind it; a stage that several lead to stays one.</summary>
    public StatementProgram Wrap(StatementProgram statement) => WrapStage(statement).Stage;

    /// <inheritdoc/>
    public void Dispose() => Content.Dispose();

    private (StatementProgram Stage, StageProbe Probe) WrapStage(StatementProgram statement)
    {
        if (_stages.TryGetValue(statement, out (StatementProgram Stage, StageProbe Probe) known))
        {
            return known;
        }

        (StatementProgram? next, StageProbe? nextProbe) = statement.Next is null ? default : WrapStage(statement.Next);
        var probe = new StageProbe(this, statement, nextProbe);
        return _stages[statement] = (probe.Wrap(next), probe);
    }
}
