using System;
using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Daemon.Reports;
using HotPath.Dataflow.Plans;

namespace HotPath.Daemon.Why;

/// <summary>The clocks of a node as text.</summary>
internal static class WhyWriter
{
    /// <summary>Writes them.</summary>
    /// <param name="report">The clocks.</param>
    /// <param name="text">Where they go.</param>
    public static void Write(WhyReport report, TextWriter text)
    {
        text.WriteLine(
            $"as of position {report.Position}, {Time(report.AsOfMs)} ingest time; the node "
            + (report.IsRunning ? $"runs, and this is {Seconds(report.NowMs - report.AsOfMs)} old" : "does not run"));
        foreach (ExplainedClock clock in report.Clocks)
        {
            Write(clock, report.NowMs, text);
        }

        if (report.Clocks.Count == 0)
        {
            text.WriteLine("no query has a clock: none has windows, or no row has come yet");
        }
    }

    /// <summary>A time for people.</summary>
    /// <param name="ms">Unit: ms since the Unix epoch.</param>
    /// <returns>Date and time in UTC; a number where there is no such date.</returns>
    public static string Time(long ms) =>
        ms >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
                .ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)
            : ms.ToString(CultureInfo.InvariantCulture);

    private static void Write(ExplainedClock explained, long nowMs, TextWriter text)
    {
        StatementClock clock = explained.Clock;
        string stage = clock.Stage == 0 ? string.Empty : $", stage {clock.Stage + 1}";
        string tenant = explained.Tenant is null ? string.Empty : $", tenant {TenantName.Of(explained.Tenant)}";
        text.WriteLine(
            $"statement {clock.Statement} {explained.Statement}{stage}{tenant}: "
            + explained.Verdict.ToString().ToLowerInvariant());
        if (explained.Verdict == ClockVerdict.Ended)
        {
            return;
        }

        if (explained.Verdict == ClockVerdict.Unset)
        {
            WriteInputs(explained, text);
            return;
        }

        string behind = explained.BehindMs == 0
            ? string.Empty
            : $", {Seconds(explained.BehindMs)} behind the furthest tenant";
        text.WriteLine($"  {ClockName(clock)} {Time(clock.WatermarkMs)}{behind}");
        text.WriteLine(
            $"  raised {Seconds(nowMs - clock.RaisedIngestMs)} ago, {Time(clock.RaisedIngestMs)}, by "
            + Cause(explained));
        if (clock.LastRowIngestMs > 0)
        {
            text.WriteLine($"  last row of table {explained.Table} {Seconds(nowMs - clock.LastRowIngestMs)} ago");
        }

        WritePartitions(explained, nowMs, text);
        WriteInputs(explained, text);
        text.WriteLine($"  {Next(clock)}");
    }

    private static void WritePartitions(ExplainedClock explained, long nowMs, TextWriter text)
    {
        long lowestMs = explained.Clock.Partitions.Where(static p => !p.IsIdle)
            .Select(static p => p.WatermarkMs)
            .DefaultIfEmpty(long.MinValue)
            .Min();
        for (int i = 0; i < explained.Partitions.Count; i++)
        {
            PartitionClock partition = explained.Clock.Partitions[i];
            string role = partition.IsIdle ? "idle" : partition.WatermarkMs == lowestMs ? "holds it" : "ahead";
            text.WriteLine(
                $"  {role}: {explained.Partitions[i]} at {Time(partition.WatermarkMs)}, last row "
                + $"{Seconds(nowMs - partition.LastRowIngestMs)} ago");
        }
    }

    private static void WriteInputs(ExplainedClock explained, TextWriter text)
    {
        long lowestMs = explained.Inputs.Select(static input => input.WatermarkMs).DefaultIfEmpty(long.MinValue).Min();
        foreach (InputClock input in explained.Inputs)
        {
            string role = input.WatermarkMs == lowestMs ? "holds it" : "ahead";
            string at = input.WatermarkMs == StatementClock.None ? "has none yet" : $"at {Time(input.WatermarkMs)}";
            text.WriteLine($"  {role}: input {input.Tables} {at}");
        }
    }

    private static string Cause(ExplainedClock explained)
    {
        StatementClock clock = explained.Clock;
        string frame = $"the frame at position {clock.RaisedPosition}";
        string source = explained.Source ?? $"source {clock.RaisedSource}";
        return clock.RaisedSource < 0 || explained.Inputs.Count > 0
            ? frame
            : $"{frame}, record {clock.RaisedRecord} of {source} (table {explained.Table})";
    }

    private static string Next(StatementClock clock)
    {
        string open = $"{Quantity.Count(clock.OpenRows, "row")} in open {clock.Operator} windows";
        string risen = $"{ClockName(clock)} has risen by {Seconds(clock.NextFireAtMs - clock.WatermarkMs)}";
        return clock.NextEndMs == StatementClock.None
            ? open
            : clock.Operator == "first rows"
            ? $"next first row is of {Time(clock.NextEndMs)}: it comes out when the {risen}; rows so far: "
                + Quantity.Count(clock.OpenRows)
            : $"next window ends {Time(clock.NextEndMs)}: it fires when the {risen}; {open}";
    }

    private static string ClockName(StatementClock clock) => clock.IsProcessingTime ? "ingest time" : "watermark";

    private static string Seconds(long ms) => string.Create(CultureInfo.InvariantCulture, $"{ms / 1000m:0.###} s");
}
