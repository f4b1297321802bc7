using System;
using System.Collections.Generic;

namespace HotPath.Dataflow.Plans;

/// <summary>Another plan, seen with something changed: whoever derives from it says what.</summary>
public abstract class PlanDecorator : IJobPlan
{
    /// <summary>The plan as it is.</summary>
    /// <param name="inner">The plan.</param>
    protected PlanDecorator(IJobPlan inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
    }

    /// <inheritdoc/>
    public string PlanText => Inner.PlanText;

    /// <inheritdoc/>
    public string Explain => Inner.Explain;

    /// <inheritdoc/>
    public virtual IReadOnlyList<TableDefinition> Tables => Inner.Tables;

    /// <inheritdoc/>
    public IReadOnlyList<StatementDefinition> Statements => Inner.Statements;

    /// <inheritdoc/>
    public IReadOnlyList<SinkDefinition> Sinks => Inner.Sinks;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings => Inner.Settings;

    /// <inheritdoc/>
    public long MarkIntervalBytes => Inner.MarkIntervalBytes;

    /// <inheritdoc/>
    public virtual long TickIntervalMs => Inner.TickIntervalMs;

    /// <inheritdoc/>
    public bool FailOnError => Inner.FailOnError;

    /// <inheritdoc/>
    public StateLimits StateLimits => Inner.StateLimits;

    /// <summary>The plan behind it.</summary>
    protected IJobPlan Inner { get; }

    /// <inheritdoc/>
    public string? DifferenceFrom(string planText) => Inner.DifferenceFrom(planText);

    /// <inheritdoc/>
    public virtual IShardProgram CreateShard(ShardOptions options) => Inner.CreateShard(options);

    /// <inheritdoc/>
    public IReadOnlyList<ulong> TimedOperators => Inner.TimedOperators;

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<int>> InputTablesOf(ulong operatorId) => Inner.InputTablesOf(operatorId);

    /// <inheritdoc/>
    public StatementClock? ReadClock(ulong operatorId, int tenant, byte kind, ReadOnlySpan<byte> record) =>
        Inner.ReadClock(operatorId, tenant, kind, record);

    /// <inheritdoc/>
    public virtual RowTimeKernel? CreateRowTime(int table) => Inner.CreateRowTime(table);
}
