using System;
using System.Collections.Generic;
using HotPath.Dataflow.Plans;

namespace HotPath.Conformance.Running;

/// <summary>A plan whose shards tell <see cref="FrameLines"/> which frames they are handed; otherwise the plan it
/// wraps.</summary>
/// <param name="plan">The plan.</param>
/// <param name="lines">Told about every event and end-of-input frame.</param>
public sealed class ObservedPlan(IJobPlan plan, FrameLines lines) : IJobPlan
{
    /// <inheritdoc/>
    public string PlanText => plan.PlanText;

    /// <inheritdoc/>
    public string Explain => plan.Explain;

    /// <inheritdoc/>
    public IReadOnlyList<TableDefinition> Tables => plan.Tables;

    /// <inheritdoc/>
    public IReadOnlyList<StatementDefinition> Statements => plan.Statements;

    /// <inheritdoc/>
    public IReadOnlyList<SinkDefinition> Sinks => plan.Sinks;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings => plan.Settings;

    /// <inheritdoc/>
    public long MarkIntervalBytes => plan.MarkIntervalBytes;

    /// <inheritdoc/>
    public bool FailOnError => plan.FailOnError;

    /// <inheritdoc/>
    public StateLimits StateLimits => plan.StateLimits;

    /// <inheritdoc/>
    public string? DifferenceFrom(string planText) => plan.DifferenceFrom(planText);

    /// <inheritdoc/>
    public IShardProgram CreateShard(ShardOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        IShardProgram shard = plan.CreateShard(options);
        return options.Index == 0 ? new ObservedShard(shard, lines) : shard;
    }

    /// <inheritdoc/>
    public RowTimeKernel? CreateRowTime(int table) => plan.CreateRowTime(table);
}
