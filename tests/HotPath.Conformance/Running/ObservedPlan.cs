using System;
using HotPath.Dataflow.Plans;

namespace HotPath.Conformance.Running;

/// <summary>A plan whose shards tell <see cref="FrameLines"/> which frames they are handed; otherwise the plan it
/// wraps.</summary>
/// <param name="plan">The plan.</param>
/// <param name="lines">Told about every event and end-of-input frame.</param>
public sealed class ObservedPlan(IJobPlan plan, FrameLines lines) : PlanDecorator(plan)
{
    /// <inheritdoc/>
    public override IShardProgram CreateShard(ShardOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        IShardProgram shard = base.CreateShard(options);
        return options.Index == 0 ? new ObservedShard(shard, lines) : shard;
    }
}
