using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Operators.Shards;
using HotPath.Sql.Planning;

namespace HotPath.Integration.Tests.Support;

/// <summary>A plan whose shards lose or double one row at one place.</summary>
internal sealed class FaultyPlan(IJobPlan plan, ShardFault fault, int after) : IJobPlan
{
    public string PlanText => plan.PlanText;

    public string Explain => plan.Explain;

    public IReadOnlyList<TableDefinition> Tables => plan.Tables;

    public IReadOnlyList<StatementDefinition> Statements => plan.Statements;

    public IReadOnlyList<SinkDefinition> Sinks => plan.Sinks;

    public IReadOnlyDictionary<string, string> Settings => plan.Settings;

    public long MarkIntervalBytes => plan.MarkIntervalBytes;

    public bool FailOnError => plan.FailOnError;

    public StateLimits StateLimits => plan.StateLimits;

    public string? DifferenceFrom(string planText) => plan.DifferenceFrom(planText);

    public IShardProgram CreateShard(ShardOptions options) =>
        ((SqlJobPlan)plan).CreateShard(options, new OnceAfter(fault, after));

    public RowTimeKernel? CreateRowTime(int table) => plan.CreateRowTime(table);

    private struct OnceAfter(ShardFault fault, int left) : IShardFaults
    {
        private int _left = left;

        public bool Strikes(ShardFault place, long position) => place == fault && _left-- == 0;
    }
}
