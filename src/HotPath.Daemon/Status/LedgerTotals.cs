using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using HotPath.Dataflow.Accounting;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Jobs;

namespace HotPath.Daemon.Status;

/// <summary>The ledger of a data directory since its first run, summed up: ingress, statements, sinks.</summary>
internal static class LedgerTotals
{
    /// <summary>Writes what a running node knows of it as a member <c>checkpoint</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="ledger">The sums at the newest checkpoint.</param>
    public static void Write(Utf8JsonWriter json, CheckpointLedger ledger)
    {
        json.WriteStartObject("checkpoint");
        json.WriteNumber("position", ledger.Position);
        json.WriteBoolean("balanced", ledger.IsBalanced);
        json.WriteNumber("read", ledger.Read);
        json.WriteNumber("sequenced", ledger.Sequenced);
        json.WriteNumber("rejected", ledger.Rejected);
        json.WriteNumber("shed", ledger.Shed);
        json.WriteNumber("released", ledger.Published);
        json.WriteEndObject();
    }

    /// <summary>Writes it as a member <c>ledger</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="job">Report of the run that ended.</param>
    public static void Write(Utf8JsonWriter json, JobReport job)
    {
        json.WriteStartObject("ledger");
        json.WriteBoolean("balanced", job.Balanced);
        json.WriteNumber("read", job.Sources.Sum(static source => source.Read));
        json.WriteNumber("sequenced", job.Sources.Sum(static source => source.Sequenced));
        json.WriteNumber("rejected", job.Sources.Sum(static source => source.Rejected));
        json.WriteNumber("shed", job.Sources.Sum(static source => source.Shed));
        json.WriteNumber("deduplicated", job.Sources.Sum(static source => source.Deduplicated));
        json.WriteNumber("stale", job.Sources.Sum(static source => source.Stale));
        WriteStatements(json, job);
        json.WriteNumber("produced", job.SinkLedger.Sum(static sink => sink.Produced));
        json.WriteNumber("released", job.SinkLedger.Sum(static sink => sink.Released));
        json.WriteEndObject();
    }

    // Late and failed rows of the operators behind the first too: those are in no result either.
    private static void WriteStatements(Utf8JsonWriter json, JobReport job)
    {
        List<StatementCounters> statements = [.. job.Statements.Where(static counts => counts.Stage == 0)];
        List<StatementCounters> behind = [.. job.Statements.Where(static counts => counts.Stage > 0)];
        json.WriteNumber("delivered", statements.Sum(static (StatementCounters counts) => counts.Delivered));
        json.WriteNumber("filtered", statements.Sum(static (StatementCounters counts) => counts.Filtered));
        json.WriteNumber("applied", statements.Sum(static (StatementCounters counts) => counts.Applied));
        json.WriteNumber("late", statements.Sum(static (StatementCounters counts) => counts.Late));
        json.WriteNumber("lateBehind", behind.Sum(static (StatementCounters counts) => counts.Late));
        json.WriteNumber("revised", job.Statements.Sum(static counts => counts.Revised));
        json.WriteNumber("failed", statements.Sum(static (StatementCounters counts) => counts.Failed));
        json.WriteNumber("failedBehind", behind.Sum(static (StatementCounters counts) => counts.Failed));
        json.WriteNumber("quarantined", statements.Sum(static (StatementCounters counts) => counts.Quarantined));
        json.WriteNumber("queued", statements.Sum(static (StatementCounters counts) => counts.Queued));
    }
}
