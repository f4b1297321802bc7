using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;

namespace HotPath.Runtime.Tests.Fakes;

/// <summary>A plan whose tenant column is a timestamp.</summary>
internal sealed class BadTenantPlan(ShopPlan plan) : IJobPlan
{
    public string PlanText => plan.PlanText;

    public string Explain => plan.Explain;

    public IReadOnlyList<TableDefinition> Tables { get; } =
        [.. plan.Tables.Select(table => table with { TenantColumn = ShopPlan.RowTime })];

    public IReadOnlyList<StatementDefinition> Statements => plan.Statements;

    public IReadOnlyList<SinkDefinition> Sinks => plan.Sinks;

    public IReadOnlyDictionary<string, string> Settings => plan.Settings;

    public long MarkIntervalBytes => plan.MarkIntervalBytes;

    public bool FailOnError => false;

    public StateLimits StateLimits => StateLimits.None;

    public string? DifferenceFrom(string planText) => plan.DifferenceFrom(planText);

    public IShardProgram CreateShard(ShardOptions options) => plan.CreateShard(options);

    public RowTimeKernel? CreateRowTime(int table) => plan.CreateRowTime(table);
}
