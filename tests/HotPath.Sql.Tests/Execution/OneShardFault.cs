using HotPath.Operators.Shards;

namespace HotPath.Sql.Tests.Execution;

/// <summary>One fault at one frame.</summary>
internal readonly struct OneShardFault(ShardFault fault, long position) : IShardFaults
{
    public bool Strikes(ShardFault place, long at) => place == fault && at == position;
}
