using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;
using HotPath.Runtime.Egress;
using HotPath.Runtime.Ingress;

namespace HotPath.Runtime.Jobs;

/// <summary>
/// The ledger at the end of a run: each counter against itself, and each place against the next, so that a row lost
/// between two places is noticed although both balance.
/// </summary>
/// <remarks>Source: design.md, "Wrong rows, and the ledger".</remarks>
public static class LedgerAudit
{
    /// <summary>Checks everything.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="position">Position after the last frame, for messages. Unit: bytes.</param>
    /// <param name="sources">Counters of ingress.</param>
    /// <param name="eventIds">Counters of the event ids of all shards.</param>
    /// <param name="statements">Counters of the statements of all shards.</param>
    /// <param name="sinks">Sinks in the plan's order; none for an import.</param>
    /// <exception cref="HotPathException">HP3002: what does not balance.</exception>
    public static void Check(
        IJobPlan plan,
        long position,
        SourceLedger sources,
        IReadOnlyList<EventIdCounters> eventIds,
        IReadOnlyList<StatementCounters> statements,
        IReadOnlyList<SinkChannel> sinks)
    {
        System.ArgumentNullException.ThrowIfNull(plan);
        System.ArgumentNullException.ThrowIfNull(sources);
        System.ArgumentNullException.ThrowIfNull(eventIds);
        System.ArgumentNullException.ThrowIfNull(sinks);
        sources.Check(position);
        foreach (StatementCounters counters in statements.Where(counters => !counters.IsBalanced))
        {
            throw Unbalanced(position, counters.ToString());
        }

        if (sinks.Count == 0)
        {
            return;
        }

        IReadOnlyList<SourceCounters> decided = SourceDecisions.Of(plan, sources, eventIds);
        CheckReceived(plan, position, sources, eventIds, decided);
        foreach (StatementDefinition statement in plan.Statements)
        {
            CheckDelivered(plan, statement, position, decided, statements);
        }

        foreach (SinkChannel sink in sinks)
        {
            sink.Check(position);
            CheckProduced(plan, sink, position, decided, statements);
        }
    }

    // Ingress says how many frames it wrote, the tenant's shard what became of them.
    private static void CheckReceived(
        IJobPlan plan,
        long position,
        SourceLedger sources,
        IReadOnlyList<EventIdCounters> eventIds,
        IReadOnlyList<SourceCounters> decided)
    {
        foreach (EventIdCounters counters in eventIds)
        {
            long sequenced = sources.Sequenced(counters.Table, counters.Tenant);
            if (!counters.IsBalanced || counters.Received != sequenced)
            {
                throw Unbalanced(position, $"{counters}, of {sequenced} sequenced");
            }
        }

        foreach (SourceCounters counters in decided.Where(counters => !counters.IsBalanced))
        {
            throw Unbalanced(position, counters.ToString());
        }
    }

    private static void CheckDelivered(
        IJobPlan plan,
        StatementDefinition statement,
        long position,
        IReadOnlyList<SourceCounters> sources,
        IReadOnlyList<StatementCounters> statements)
    {
        int table = plan.Tables[statement.Table].Id;
        long sequenced = sources.Where(counters => counters.Table == table).Sum(counters => counters.Sequenced);
        StatementCounters[] stages = [.. statements.Where(counters => counters.Statement == statement.Id)];
        long delivered =
            stages.Where(static counters => counters.Stage == 0).Sum(static counters => counters.Delivered);
        if (sequenced != delivered)
        {
            throw Unbalanced(
                position,
                $"statement {statement.Id} ('{statement.Name}') was handed {delivered} rows of the {sequenced} "
                + $"sequenced for table {table}");
        }

        foreach (StatementCounters counters in stages.Where(static counters => counters.Stage > 0))
        {
            CheckHandedOn(position, counters, statements);
        }
    }

    private static void CheckHandedOn(
        long position, StatementCounters counters, IReadOnlyList<StatementCounters> statements)
    {
        long produced = statements
            .Where(before => before.Next == (counters.Statement, counters.Stage) && before.Tenant == counters.Tenant)
            .Sum(static before => before.Produced);
        if (produced != counters.Delivered)
        {
            throw Unbalanced(
                position,
                $"stage {counters.Stage} of statement {counters.Statement} was handed {counters.Delivered} of the "
                + $"{produced} rows that the stages before produced");
        }
    }

    private static void CheckProduced(
        IJobPlan plan,
        SinkChannel sink,
        long position,
        IReadOnlyList<SourceCounters> sources,
        IReadOnlyList<StatementCounters> statements)
    {
        if (sink.Definition.Role == SinkRole.DeadLetters)
        {
            // At least: a firing may fail too, and it is no row of the input.
            long refused = sources.Sum(counters => counters.Rejected + counters.Stale)
                + statements.Sum(counters => counters.Failed + counters.Quarantined);
            if (sink.Counters.Produced < refused)
            {
                throw Unbalanced(
                    position, $"{refused} rows were refused, but {sink.Counters.Produced} became dead letters");
            }

            return;
        }

        List<int> writers =
            [.. plan.Statements.Where(statement => statement.Sink == sink.Definition.Id)
            .Select(statement => statement.Id)];
        List<int> lateWriters =
            [.. plan.Statements.Where(statement => statement.Late?.Sink == sink.Definition.Id)
            .Select(statement => statement.Id)];
        long produced = statements.Where(counters => counters.IsLast && writers.Contains(counters.Statement))
            .Sum(counters => counters.Produced);
        produced += statements.Where(counters => lateWriters.Contains(counters.Statement))
            .Sum(counters => counters.Late);
        if (produced != sink.Counters.Produced)
        {
            throw Unbalanced(
                position,
                $"statements produced {produced} rows for sink '{sink.Definition.Name}', which was given "
                + $"{sink.Counters.Produced}");
        }
    }

    private static HotPathException Unbalanced(long position, string what) => new(
        ErrorCode.LedgerUnbalanced, $"at position {position}: {what}; report this");
}
