using System;
using System.Collections.Generic;

namespace HotPath.Dataflow.Plans;

/// <summary>
/// A compiled script: everything the runtime needs, and nothing of SQL. The SQL front end makes it; the runtime runs
/// it.
/// </summary>
public interface IJobPlan
{
    /// <summary>
    /// Text of the plan frame: script after substitution, derived schemas, tenancy, options that change results, zone
    /// data, semantics version. Two plans with equal text give equal results for equal logs.
    /// </summary>
    string PlanText { get; }

    /// <summary>The plan as a tree for people: scope, clock, shard and state of each operator.</summary>
    string Explain { get; }

    /// <summary>Tables that some statement reads, in script order.</summary>
    IReadOnlyList<TableDefinition> Tables { get; }

    /// <summary>Statements in script order, without the dead-letter log.</summary>
    IReadOnlyList<StatementDefinition> Statements { get; }

    /// <summary>Sinks; the last one is the dead-letter log (its schema: <see cref="DeadLetterSchema"/>).</summary>
    IReadOnlyList<SinkDefinition> Sinks { get; }

    /// <summary>SET options after substitution, keys as written.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Log bytes between marks. Unit: bytes.</summary>
    long MarkIntervalBytes { get; }

    /// <summary>
    /// Ticks of the clock that the plan needs, at least this far apart; 0 when it needs none. Unit: ms.
    /// </summary>
    long TickIntervalMs { get; }

    /// <summary>Whether the first failing row stops the run ('hotpath.on-error' = 'fail').</summary>
    bool FailOnError { get; }

    /// <summary>How much state is held in memory ('hotpath.state.memory').</summary>
    StateLimits StateLimits { get; }

    /// <summary>Whether what a log holds may be continued, or replayed, under this plan.</summary>
    /// <param name="planText">Text of the log's plan frame.</param>
    /// <returns><see langword="null"/> when results are provably those of that plan; otherwise what differs, and what
    /// to do.</returns>
    string? DifferenceFrom(string planText);

    /// <summary>A shard's operators, with empty state.</summary>
    /// <param name="options">Which shard of how many, and its resources.</param>
    /// <returns>The shard; the caller disposes it.</returns>
    IShardProgram CreateShard(ShardOptions options);

    /// <summary>Operators with windows, which have clocks in event time, by statement and stage.</summary>
    IReadOnlyList<ulong> TimedOperators { get; }

    /// <summary>What an operator behind a UNION ALL waits for.</summary>
    /// <param name="operatorId">One of <see cref="TimedOperators"/>.</param>
    /// <returns>Of each input, in their order, the indexes of its tables; empty for an operator with one input.
    /// </returns>
    IReadOnlyList<IReadOnlyList<int>> InputTablesOf(ulong operatorId);

    /// <summary>Reads the event time of an operator out of a record of a checkpoint.</summary>
    /// <param name="operatorId">Operator of the record's key.</param>
    /// <param name="tenant">Tenant of the record's key.</param>
    /// <param name="kind">Kind of the record's key.</param>
    /// <param name="record">The record's value.</param>
    /// <returns><see langword="null"/> for any other record.</returns>
    StatementClock? ReadClock(ulong operatorId, int tenant, byte kind, ReadOnlySpan<byte> record);

    /// <summary>A kernel for the row time of a table, with scratch memory of its own.</summary>
    /// <param name="table">Index into <see cref="Tables"/>.</param>
    /// <returns>The kernel, or <see langword="null"/> when the table has no row time.</returns>
    RowTimeKernel? CreateRowTime(int table);
}
