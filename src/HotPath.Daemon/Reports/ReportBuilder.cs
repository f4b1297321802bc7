using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Plans;
using HotPath.Runtime.Jobs;

namespace HotPath.Daemon.Reports;

/// <summary>Puts names to the figures of the runtime.</summary>
internal static class ReportBuilder
{
    private const double NsPerSecond = 1e9;
    private const double NsPerMs = 1e6;

    /// <summary>The report of a run or a replay.</summary>
    /// <param name="command">Command.</param>
    /// <param name="plan">What was run.</param>
    /// <param name="job">Figures.</param>
    /// <param name="startUpMs">From the entry of Main to the start of the job. Unit: ms.</param>
    /// <returns>Report, still without outcome.</returns>
    public static RunReport Of(string command, IJobPlan plan, JobReport job, double startUpMs) => new()
    {
        Command = command,
        Version = ProductVersion.Text,
        Outcome = "completed",
        ExitCode = 0,
        Events = job.Events,
        Rejected = job.Rejected,
        DeadLetters = job.DeadLetters,
        DurationSeconds = job.DurationNs / NsPerSecond,
        EventsBefore = job.EventsBefore,
        Checkpoints = job.Checkpoints,
        EventsPerSecond = job.EventsPerSecond,
        FirstEventMs = job.TimeToFirstEventNs < 0
            ? null
            : Math.Round(startUpMs + (job.TimeToFirstEventNs / NsPerMs), 1),
        Position = job.EndPosition,
        ChainHash = job.Chain is { } chain ? Hex(chain) : null,
        WatermarkMs = job.WatermarkMs == long.MinValue ? null : job.WatermarkMs,
        IsLedgerBalanced = job.Balanced,
        ThreadPlan = job.ThreadPlan,
        Threads = job.Threads,
        Shards = job.ShardCount,
        StateEntries = job.StateEntries,
        Sources = Sources(plan, job),
        Statements = Statements(plan, job),
        Sinks = [.. job.Sinks.Select((sink, i) => new SinkFigures(
            sink.Name, job.SinkLedger[i].Produced, sink.Rows, sink.LengthBytes, Hex(sink.ChainHash),
            plan.Sinks.FirstOrDefault(s => s.Name == sink.Name)?.Options.GetValueOrDefault("path")))],
        Marks = [.. job.MarkHashes.Select(static mark => new MarkFigures(mark.Position, Hex(mark.Hash)))],
        Latency = LatencyLine.Of(job.Latency),
        FirstDeadLetters = [.. job.FirstDeadLetters.Select(static letter => Text(letter))],
        MarksCompared = job.MarksCompared,
        SinksCompared = job.SinksCompared,
        Divergences = job.Divergences,
        Memory = new MemoryFigures(job.NativeHeapBytes, job.AllocatorCalls, job.AllocatedBytes, job.SpilledBytes),
    };

    private static List<SourceFigures> Sources(IJobPlan plan, JobReport job) =>
    [
        .. job.Sources.Select(source => new SourceFigures(
            plan.Tables.FirstOrDefault(table => table.Id == source.Table)?.Name ?? Number(source.Table),
            Tenant(job, source.Tenant),
            source.Read,
            source.Sequenced,
            source.Rejected,
            source.Shed,
            source.Deduplicated,
            source.Stale)),
    ];

    // Of a statement of several stages what the first was handed, what those behind it dropped, and what the last gave.
    // A tenant that only another input of a UNION ALL has is met behind the first stage only.
    private static List<StatementFigures> Statements(IJobPlan plan, JobReport job) =>
    [
        .. job.Statements.GroupBy(static counters => (counters.Statement, counters.Tenant)).Select(stages => Figures(
            plan.Statements.FirstOrDefault(statement => statement.Id == stages.Key.Statement)?.Name
                ?? Number(stages.Key.Statement),
            Tenant(job, stages.Key.Tenant),
            stages)),
    ];

    private static StatementFigures Figures(
        string name, string? tenant, IGrouping<(int Statement, int Tenant), StatementCounters> stages)
    {
        StatementCounters[] first = [.. stages.Where(static counters => counters.Stage == 0)];
        StatementCounters[] behind = [.. stages.Where(static counters => counters.Stage > 0)];
        return new StatementFigures(
            stages.Key.Statement,
            name,
            tenant,
            first.Sum(static counters => counters.Delivered),
            first.Sum(static counters => counters.Filtered),
            first.Sum(static counters => counters.Applied),
            first.Sum(static counters => counters.Late),
            first.Sum(static counters => counters.Failed),
            first.Sum(static counters => counters.Quarantined),
            first.Sum(static counters => counters.Queued),
            first.Sum(static counters => counters.Closed),
            first.Sum(static counters => counters.Open),
            stages.Where(static counters => counters.IsLast).Sum(static counters => counters.Produced),
            stages.Sum(static counters => counters.Revised),
            behind.Sum(static counters => counters.Late),
            behind.Sum(static counters => counters.Failed));
    }

    private static string? Tenant(JobReport job, int id) =>
        id == 0 ? null : id < job.Tenants.Count ? job.Tenants[id] : Number(id);

    private static string Text(DeadLetter letter)
    {
        string column = letter.Column.Length > 0 ? $" in column {letter.Column}" : string.Empty;
        string detail = letter.Detail.Length > 0 ? $", {OneLine(letter.Detail)}" : string.Empty;
        string tenant = letter.Tenant.Length > 0 ? $", tenant {letter.Tenant}" : string.Empty;
        string place = letter.Statement.Length > 0
            ? $"statement {letter.Statement}, {letter.Operator}"
            : letter.Operator;
        string reason = $"{letter.Reason}{column}{detail} ({place}{tenant})";
        string raw = OneLine(letter.Raw);
        if (letter is not { File: { } number, Record: { } record })
        {
            // A result's: no record gave it, and of its key only text can be read.
            return $"{letter.Table}: {reason}: {raw.Trim()}";
        }

        string file = letter.FileName.Length > 0 ? OneLine(letter.FileName) : Number(number);
        return $"{letter.Table} file {file} record {record}: {reason}: {raw}";
    }

    // A record is whatever bytes came in: control characters must not reach a terminal.
    private static string OneLine(string raw)
    {
        const int shownMax = 120;
        string text = string.Concat(raw.Take(shownMax).Select(static c => char.IsControl(c) ? ' ' : c));
        return raw.Length > shownMax ? $"{text}..." : text;
    }

    private static string Hex(ulong value) => value.ToString("x16", CultureInfo.InvariantCulture);

    private static string Number(int id) => id.ToString(CultureInfo.InvariantCulture);
}
