using System.Collections.Generic;
using HotPath.Dataflow.Plans;

namespace HotPath.Daemon.Commands;

/// <summary>A plan seen as the input of one of its tables: what an import sequences.</summary>
internal sealed class ImportPlan : IJobPlan
{
    private readonly IJobPlan _plan;
    private readonly int _table;

    /// <summary>One table of a plan.</summary>
    /// <param name="plan">Plan.</param>
    /// <param name="table">Index into its tables.</param>
    public ImportPlan(IJobPlan plan, int table)
    {
        _plan = plan;
        _table = table;
        Tables = [plan.Tables[table]];
    }

    /// <inheritdoc/>
    public string PlanText => _plan.PlanText;

    /// <inheritdoc/>
    public string Explain => _plan.Explain;

    /// <inheritdoc/>
    public IReadOnlyList<TableDefinition> Tables { get; }

    /// <inheritdoc/>
    public IReadOnlyList<StatementDefinition> Statements => _plan.Statements;

    /// <inheritdoc/>
    public IReadOnlyList<SinkDefinition> Sinks => _plan.Sinks;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings => _plan.Settings;

    /// <inheritdoc/>
    public long MarkIntervalBytes => _plan.MarkIntervalBytes;

    /// <inheritdoc/>
    public bool FailOnError => _plan.FailOnError;

    /// <inheritdoc/>
    public StateLimits StateLimits => _plan.StateLimits;

    /// <inheritdoc/>
    public string? DifferenceFrom(string planText) => _plan.DifferenceFrom(planText);

    /// <inheritdoc/>
    public IShardProgram CreateShard(ShardOptions options) => _plan.CreateShard(options);

    /// <inheritdoc/>
    public RowTimeKernel? CreateRowTime(int table) => _plan.CreateRowTime(_table);
}
