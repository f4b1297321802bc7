using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Sql.Planning;

namespace HotPath.Daemon.Tests.Poison;

/// <summary>A plan as compiled, with shards that meet a row they do not survive.</summary>
/// <param name="plan">The compiled plan.</param>
/// <param name="row">The row.</param>
internal sealed class PoisonedPlan(IJobPlan plan, PoisonedRow row) : IJobPlan
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

    public IShardProgram CreateShard(ShardOptions options) => ((SqlJobPlan)plan).CreateShard(options, row);

    public RowTimeKernel? CreateRowTime(int table) => plan.CreateRowTime(table);
}
