using System;
using System.Globalization;
using System.IO;
using System.Text;
using HotPath.Daemon.Reports;
using HotPath.Dataflow.Outputs;

namespace HotPath.Daemon.Explanations;

/// <summary>An explanation in words.</summary>
internal static class ExplanationWriter
{
    private const string TimeForm = "yyyy-MM-dd HH:mm:ss.fff";

    /// <summary>Writes it.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="text">Where it goes.</param>
    public static void Write(OutputExplanation explanation, TextWriter text)
    {
        CapturedOutput output = explanation.Output;
        string statement = explanation.Statement.Length == 0 ? string.Empty : $", statement {explanation.Statement}";
        text.WriteLine(
            $"output     {OutputIdText.Of(output.Identity)}, row {Number(output.Number)} of sink {output.Sink.Name}"
            + statement);
        text.WriteLine($"row        {output.Row}");
        text.WriteLine($"cause      {Place(explanation.Cause)}");
        if (explanation.WatermarkMs is { } watermarkMs)
        {
            text.WriteLine(
                $"watermark  {(watermarkMs == long.MaxValue ? "the end of the input" : TimeOf(watermarkMs))}");
        }

        if (explanation.Group is { } group)
        {
            if (group is { StartMs: { } startMs, EndMs: { } endMs })
            {
                text.WriteLine($"window     {TimeOf(startMs)} to {TimeOf(endMs)}");
            }

            if (group.Content is { } content)
            {
                text.WriteLine($"group      {Encoding.UTF8.GetString(content.Span)}");
            }
        }

        WriteInputs(explanation, text);
    }

    /// <summary>A time as text.</summary>
    /// <param name="ms">Unit: ms since the Unix epoch, or wall-clock.</param>
    /// <returns>The text; the number itself where no calendar reaches.</returns>
    public static string TimeOf(long ms) =>
        ms >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString(TimeForm, CultureInfo.InvariantCulture)
            : Number(ms);

    private static void WriteInputs(OutputExplanation explanation, TextWriter text)
    {
        string least = explanation.UnknownBelow is null ? string.Empty : "at least ";
        text.WriteLine($"inputs     {least}{Quantity.Count(explanation.InputCount, "row")}");
        foreach (ExplainedFrame frame in explanation.Inputs)
        {
            text.WriteLine($"  {Place(frame)}");
        }

        if (explanation.Inputs.Count < explanation.InputCount)
        {
            long left = explanation.InputCount - explanation.Inputs.Count;
            text.WriteLine($"  and {Quantity.Count(left)} more; --inputs shows more");
        }

        if (explanation.UnknownBelow is { } position)
        {
            text.WriteLine(
                $"  beyond retention: the group is in the oldest kept snapshot already; rows below position {position} "
                + "are not known");
        }
    }

    private static string Place(ExplainedFrame frame)
    {
        var place = new StringBuilder($"{frame.Kind} at position {Number(frame.Position)}");
        place.Append(frame.Table is null ? string.Empty : $", table {frame.Table}");
        place.Append(frame.Source is null ? string.Empty : $", {frame.Source}");
        place.Append(frame.Record == 0 ? string.Empty : $" record {Number(frame.Record)}");
        place.Append(frame.Tenant is null ? string.Empty : $", tenant {frame.Tenant}");
        return place.Append(frame.Row is null ? string.Empty : $": {frame.Row}").ToString();
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
