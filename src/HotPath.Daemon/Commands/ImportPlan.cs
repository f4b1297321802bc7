using System.Collections.Generic;
using HotPath.Dataflow.Plans;

namespace HotPath.Daemon.Commands;

/// <summary>A plan seen as the input of one of its tables: what an import sequences.</summary>
internal sealed class ImportPlan : PlanDecorator
{
    private readonly int _table;

    /// <summary>One table of a plan.</summary>
    /// <param name="plan">Plan.</param>
    /// <param name="table">Index into its tables.</param>
    public ImportPlan(IJobPlan plan, int table)
        : base(plan)
    {
        _table = table;
        Tables = [plan.Tables[table]];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TableDefinition> Tables { get; }

    /// <inheritdoc/>
    public override long TickIntervalMs => 0;

    /// <inheritdoc/>
    public override RowTimeKernel? CreateRowTime(int table) => Inner.CreateRowTime(_table);
}
