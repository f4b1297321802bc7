using HotPath.Dataflow.Plans;
using HotPath.Operators.Shards;
using HotPath.Sql.Planning;

namespace HotPath.Integration.Tests.Support;

/// <summary>A plan whose shards lose or double one row at one place.</summary>
internal sealed class FaultyPlan(IJobPlan plan, ShardFault fault, int after) : PlanDecorator(plan)
{
    public override IShardProgram CreateShard(ShardOptions options) =>
        ((SqlJobPlan)Inner).CreateShard(options, new OnceAfter(fault, after));

    private struct OnceAfter(ShardFault fault, int left) : IShardFaults
    {
        private int _left = left;

        public bool Strikes(ShardFault place, long position) => place == fault && _left-- == 0;
    }
}
