using HotPath.Dataflow.Plans;
using HotPath.Sql.Planning;

namespace HotPath.Daemon.Tests.Poison;

/// <summary>A plan as compiled, with shards that meet a row they do not survive.</summary>
/// <param name="plan">The compiled plan.</param>
/// <param name="row">The row.</param>
internal sealed class PoisonedPlan(IJobPlan plan, PoisonedRow row) : PlanDecorator(plan)
{
    public override IShardProgram CreateShard(ShardOptions options) => ((SqlJobPlan)Inner).CreateShard(options, row);
}
