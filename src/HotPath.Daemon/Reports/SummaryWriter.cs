using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Daemon.CommandLine;
using HotPath.Runtime.Jobs;

namespace HotPath.Daemon.Reports;

/// <summary>
/// The end of a run in words: what came in, what each statement did with it, what went out, and whether the books
/// balance.
/// </summary>
internal static class SummaryWriter
{
    private const int TenantsShownMax = 8;

    /// <summary>Writes the summary.</summary>
    /// <param name="report">Figures.</param>
    /// <param name="messages">Where it goes.</param>
    public static void Write(RunReport report, TextWriter messages)
    {
        TimeSpan duration = TimeSpan.FromSeconds(report.DurationSeconds);
        messages.WriteLine();
        messages.WriteLine(
            $"{Title(report)}: {Quantity.Count(report.Events, "event")} in {Quantity.Duration(duration)} "
            + $"({Quantity.Rate(report.EventsPerSecond)}{FirstEvent(report)})");
        WriteInput(report, messages);
        WriteStatements(report, messages);
        WriteSinks(report, messages);
        WriteDeadLetters(report, messages);
        WriteState(report, messages);
        WriteDivergences(report, messages);
        WriteRefusedInputs(report, messages);
    }

    /// <summary>What even <c>--quiet</c> does not drop: rows that are in no result, and divergences.</summary>
    /// <param name="report">Figures.</param>
    /// <param name="messages">Where it goes.</param>
    public static void WriteLosses(RunReport report, TextWriter messages)
    {
        if (report.DeadLetters > 0)
        {
            messages.WriteLine(
                $"hotpath: {Quantity.Count(report.DeadLetters, "dead letter")} ({Quantity.Count(report.Rejected)} "
                + $"rejected at ingress); "
                + $"first: {report.FirstDeadLetters.FirstOrDefault("not kept")}");
        }

        foreach (IGrouping<int, StatementFigures> statement in report.Statements.GroupBy(figures => figures.Id))
        {
            long late = statement.Sum(static f => f.Late + f.LateBehind);
            if (late > 0)
            {
                messages.WriteLine(
                    $"hotpath: statement {statement.Key} {statement.First().Name}: {Quantity.Count(late, "late row")} "
                    + "in no result");
            }
        }

        WriteDivergences(report, messages);
        WriteRefusedInputs(report, messages);
    }

    /// <summary>The last line of a replay: what it has proved.</summary>
    /// <param name="report">Figures of the last round.</param>
    /// <param name="messages">Where it goes.</param>
    public static void WriteVerdict(RunReport report, TextWriter messages)
    {
        string rounds = report.Round > 1 ? $" ({Quantity.Count(report.Round, "replay")})" : string.Empty;
        messages.WriteLine(report switch
        {
            { Divergences.Count: > 0 } =>
                $"replay diverged: {Quantity.Count(report.Divergences.Count, "difference")} from the recorded run"
                + rounds,
            { MarksCompared: 0, SinksCompared: 0, Outcome: not "completed" } =>
                "replay not compared: it was stopped before the end of the log",
            { MarksCompared: 0, SinksCompared: 0, FilesCompared: 0, DataDirectory: not null } =>
                "replay has nothing to compare but frames and hash chain, which are intact: "
                + (report.From is null && report.To is null
                    ? "the journal holds no mark and no checkpoint yet"
                    : "no mark, checkpoint or row lies in that part") + rounds,
            { DataDirectory: not null } =>
                $"replay equal: {Quantity.Count(report.MarksCompared, "mark")}, "
                + $"{Quantity.Count(report.SinksCompared, "sink")}, "
                + $"{Quantity.Count(report.FilesCompared, "sink file")} "
                + $"({Quantity.Count(report.BytesCompared, "byte")}), hash chain{rounds}",
            { MarksCompared: 0, SinksCompared: 0 } =>
                "replay has nothing to compare but frames and hash chain, which are intact: the log was recorded "
                + "without running statements" + rounds,
            _ => $"replay equal: {Quantity.Count(report.MarksCompared, "mark")}, "
                + $"{Quantity.Count(report.SinksCompared, "sink")}, hash chain{rounds}",
        });
    }

    private static void WriteDivergences(RunReport report, TextWriter messages)
    {
        foreach (string divergence in report.Divergences)
        {
            messages.WriteLine($"  DIVERGED  {divergence}");
        }
    }

    private static void WriteRefusedInputs(RunReport report, TextWriter messages)
    {
        foreach (IGrouping<string, SourceFigures> table in report.Sources.GroupBy(source => source.Table))
        {
            long read = table.Sum(source => source.Read);
            if (read > 0 && table.Sum(source => source.Rejected) == read)
            {
                messages.WriteLine(
                    $"hotpath: EVERY RECORD of table {table.Key} WAS REJECTED ({Quantity.Count(read)} of "
                    + $"{Quantity.Count(read)}): no result stands on it; check its columns and format; first: "
                    + report.FirstDeadLetters.FirstOrDefault("not kept"));
            }
        }
    }

    /// <summary>Writes the summary of an import.</summary>
    /// <param name="report">Figures.</param>
    /// <param name="arguments">What was asked.</param>
    /// <param name="messages">Where it goes.</param>
    public static void WriteImport(ImportReport report, ImportArguments arguments, TextWriter messages)
    {
        TimeSpan duration = TimeSpan.FromTicks(report.DurationNs / 100);
        messages.WriteLine();
        messages.WriteLine(
            $"import {(report.Stopped ? "stopped" : "complete")}: {Quantity.Count(report.Events, "event")} of "
            + $"{arguments.Table} in "
            + $"{Quantity.Duration(duration)}, {Quantity.Count(report.Rejected)} rejected");
        messages.WriteLine(
            $"  log       {arguments.LogPath}: position {Quantity.Count(report.EndPosition)}, "
            + string.Create(CultureInfo.InvariantCulture, $"chain {report.Chain:x16}"));
        messages.WriteLine("  read it   WITH ('connector' = 'filesystem', 'path' = ..., 'format' = 'hotpath-log')");
    }

    /// <summary>What even <c>--quiet</c> does not drop of an import: records that are no rows.</summary>
    /// <param name="report">Figures.</param>
    /// <param name="arguments">What was asked.</param>
    /// <param name="messages">Where it goes.</param>
    public static void WriteImportLosses(ImportReport report, ImportArguments arguments, TextWriter messages)
    {
        long read = report.Events + report.Rejected;
        string share = $"({Quantity.Count(report.Rejected)} of {Quantity.Count(read)})";
        if (report.Rejected == 0)
        {
            return;
        }

        messages.WriteLine(
            report.Events == 0
                ? $"hotpath: EVERY RECORD of table {arguments.Table} WAS REJECTED {share}: the log holds no row; check "
                    + "the table's columns and format"
                : $"hotpath: {Quantity.Count(report.Rejected, "record")} of table {arguments.Table} rejected {share}: "
                    + "a run over the log reports each as a dead letter");
    }

    private static string Title(RunReport report)
    {
        string round = report.Command == "replay" ? $" {report.Round}" : string.Empty;
        return report.Outcome switch
        {
            "completed" => $"{report.Command}{round} complete",
            "interrupted" =>
                $"{report.Command}{round} interrupted (what was read is worked off; open windows did not fire)",
            "terminated" =>
                $"{report.Command}{round} terminated (what was read is worked off; open windows did not fire)",
            "reader-gone" => $"{report.Command}{round} stopped: the reader of standard output has gone",
            _ => $"{report.Command}{round} {report.Outcome}",
        };
    }

    private static string FirstEvent(RunReport report) =>
        report.FirstEventMs is { } ms
            ? $"; first event after {Quantity.Duration(TimeSpan.FromMilliseconds(ms))}"
            : string.Empty;

    private static void WriteInput(RunReport report, TextWriter messages)
    {
        foreach (IGrouping<string, SourceFigures> table in report.Sources.GroupBy(source => source.Table))
        {
            int tenants = table.Count(source => source.Tenant is not null);
            string refused = Parts(
                ("shed", table.Sum(source => source.Shed)),
                ("deduplicated", table.Sum(source => source.Deduplicated)),
                ("stale", table.Sum(source => source.Stale)));
            messages.WriteLine(
                $"  in        {table.Key}: {Quantity.Count(table.Sum(source => source.Read))} read, "
                + $"{Quantity.Count(table.Sum(source => source.Sequenced))} sequenced, "
                + $"{Quantity.Count(table.Sum(source => source.Rejected))} rejected{refused}"
                + (tenants > 0 ? $"; {Quantity.Count(tenants, "tenant")}" : string.Empty));
        }

        WritePassed(report, messages);
    }

    // Also for tables without an input line: a table that only met other messages read no record at all.
    private static void WritePassed(RunReport report, TextWriter messages)
    {
        foreach ((string table, long others) in report.OtherMessages.OrderBy(static t => t.Key, StringComparer.Ordinal))
        {
            bool isNoneTaken = report.EventsBefore == 0
                && report.Sources.Where(source => source.Table == table).Sum(static source => source.Read) == 0;
            if (others > 0)
            {
                messages.WriteLine(
                    $"  passed    {table}: {Quantity.Count(others, "message")} of other templates or schemas"
                    + (isNoneTaken ? ", none of its own: check 'sbe.message', 'sbe.schema', 'path'" : string.Empty));
            }
        }
    }

    private static void WriteStatements(RunReport report, TextWriter messages)
    {
        foreach (IGrouping<int, StatementFigures> statement in report.Statements.GroupBy(figures => figures.Id))
        {
            StatementFigures first = statement.First();
            messages.WriteLine(
                $"  statement {first.Id} {first.Name}: {Quantity.Count(statement.Sum(f => f.Applied))} of "
                + $"{Quantity.Count(statement.Sum(f => f.Delivered), "row")} applied, "
                + $"{Quantity.Count(statement.Sum(f => f.Filtered))} filtered, "
                + $"{Quantity.Count(statement.Sum(f => f.Late))} late, "
                + $"{Quantity.Count(statement.Sum(f => f.Failed))} failed -> "
                + $"{Quantity.Count(statement.Sum(f => f.Produced), "row")}"
                + Parts(("applied to windows that had fired", statement.Sum(f => f.Revised)),
                    ("late in operators behind the first", statement.Sum(f => f.LateBehind)),
                    ("failed in operators behind the first", statement.Sum(f => f.FailedBehind)),
                    ("in open windows and groups", statement.Sum(f => f.Open)),
                    ("quarantined", statement.Sum(f => f.Quarantined))));
            WriteTenants(statement.ToList(), messages);
        }
    }

    // A statement that is its tenants' has figures without one for rows that name none.
    private static void WriteTenants(List<StatementFigures> tenants, TextWriter messages)
    {
        if (tenants.TrueForAll(static f => f.Tenant is null))
        {
            return;
        }

        IEnumerable<string> shown = tenants
            .OrderByDescending(f => f.Delivered)
            .ThenBy(f => f.Tenant, StringComparer.Ordinal)
            .Take(TenantsShownMax)
            .Select(f => $"{TenantName.Of(f.Tenant)} {Quantity.Count(f.Applied)}{Late(f.Late + f.LateBehind)}");
        string more = tenants.Count > TenantsShownMax
            ? $", and {Quantity.Count(tenants.Count - TenantsShownMax)} more"
            : string.Empty;
        messages.WriteLine($"              by tenant: {string.Join(", ", shown)}{more}");
    }

    private static string Late(long rows) => rows > 0 ? $" ({Quantity.Count(rows)} late)" : string.Empty;

    private static void WriteSinks(RunReport report, TextWriter messages)
    {
        foreach (SinkFigures sink in report.Sinks.Where(sink => sink.Released > 0 || sink.Name != "dead-letters"))
        {
            string size = sink.Bytes > 0 ? $", {Quantity.Bytes(sink.Bytes)}" : string.Empty;
            string held = sink.Produced == sink.Released
                ? string.Empty
                : $" of {Quantity.Count(sink.Produced)} produced";
            messages.WriteLine(
                $"  out       {sink.Name}: {Quantity.Count(sink.Released, "row")}{held}{size}, hash {sink.Hash}"
                + (sink.Path is { } path && report.Command == "run" ? $" -> {path}" : string.Empty));
        }
    }

    private static void WriteDeadLetters(RunReport report, TextWriter messages)
    {
        if (report.DeadLetters == 0)
        {
            return;
        }

        messages.WriteLine(
            $"  dead      {Quantity.Count(report.DeadLetters, "dead letter")}, {Quantity.Count(report.Rejected)} of "
            + $"them rejected at ingress"
            + (report.FirstDeadLetters.Count > 0 ? "; the first:" : string.Empty));
        foreach (string letter in report.FirstDeadLetters)
        {
            messages.WriteLine($"              {letter}");
        }
    }

    private static void WriteState(RunReport report, TextWriter messages)
    {
        string chain = report.ChainHash is { } hash ? $", chain {hash}" : string.Empty;
        string mark = report.Marks.Count > 0
            ? $", {Quantity.Count(report.Marks.Count, "mark")}, last state hash {report.Marks[^1].Hash}"
            : string.Empty;
        messages.WriteLine(
            $"  log       position {Quantity.Count(report.Position)}{chain}{mark}; watermark "
            + $"{Quantity.EventTime(report.WatermarkMs ?? long.MinValue)}");
        messages.WriteLine(
            $"  memory    {Quantity.Bytes(report.Memory.NativeBytes)} native in "
            + $"{Quantity.Count(report.Memory.AllocatorCalls, "allocator call")}, "
            + $"{Quantity.Bytes(report.Memory.ManagedBytes)} managed over the whole run"
            + (report.Memory.SpilledBytes > 0
                ? $"; {Quantity.Bytes(report.Memory.SpilledBytes)} of output rows through a file"
                : string.Empty));
        WriteLatency(report, messages);
        messages.WriteLine(
            $"  engine    threads {report.ThreadPlan}, {Quantity.Count(report.Shards, "shard")}, "
            + $"{Quantity.Count(report.StateEntries)} state entries held");
        messages.WriteLine(report.IsLedgerBalanced
            ? "  ledger    balanced to the row"
            : "  ledger    NOT BALANCED: rows were lost or doubled");
        messages.WriteLine(Keeping(report));
    }

    private static void WriteLatency(RunReport report, TextWriter messages)
    {
        if (report.Latency.Count == 0)
        {
            return;
        }

        LatencyLine all = report.Latency[0];
        messages.WriteLine(
            $"  latency   p50 {Quantity.Nanoseconds(all.P50Ns)}, p99 {Quantity.Nanoseconds(all.P99Ns)}, p99.9 "
            + $"{Quantity.Nanoseconds(all.P999Ns)}, max {Quantity.Nanoseconds(all.MaxNs)} from arrival to release; "
            + $"mean {Quantity.Nanoseconds(all.MeanNs)}: "
            + string.Join(
                " + ", all.Stages.Select(static stage => $"{stage.Stage} {Quantity.Nanoseconds(stage.MeanNs)}")));
    }

    private static string Keeping(RunReport report) => report switch
    {
        { Command: "replay", DataDirectory: { } data } =>
            $"  replayed  {data}, which was not changed"
            + (report.EventsBefore > 0
                ? $"; {Quantity.Count(report.EventsBefore, "event")} stood in the snapshot it started from"
                : string.Empty),
        { Command: "replay", Log: { } log } => $"  replayed  {log}",
        { DataDirectory: { } data } =>
            $"  durable   {data}: {Quantity.Count(report.Checkpoints, "checkpoint")}"
            + (report.EventsBefore > 0
                ? $"; {Quantity.Count(report.EventsBefore, "event")} had been taken by earlier runs"
                : string.Empty),
        { Command: "run", Log: { } log } => $"  recorded  {log} (state is in memory; --data DIR makes a run durable)",
        _ => "  in memory: nothing of this survives; --data DIR makes a run durable",
    };

    private static string Parts(params ReadOnlySpan<(string Name, long Count)> parts)
    {
        string text = string.Empty;
        foreach ((string name, long count) in parts)
        {
            text += count == 0 ? string.Empty : $", {Quantity.Count(count)} {name}";
        }

        return text;
    }
}
