using System.IO;
using System.Text.Json;
using HotPath.Dataflow.Plans;

namespace HotPath.Daemon.Why;

/// <summary>The clocks of a node as one JSON object; times in ms since the Unix epoch.</summary>
internal static class WhyJson
{
    /// <summary>Writes them.</summary>
    /// <param name="report">The clocks.</param>
    /// <param name="output">Where they go; stays open.</param>
    public static void Write(WhyReport report, Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("position", report.Position);
        json.WriteNumber("asOfMs", report.AsOfMs);
        json.WriteNumber("nowMs", report.NowMs);
        json.WriteBoolean("isRunning", report.IsRunning);
        json.WriteStartArray("clocks");
        foreach (ExplainedClock clock in report.Clocks)
        {
            Write(clock, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private static void Write(ExplainedClock explained, Utf8JsonWriter json)
    {
        StatementClock clock = explained.Clock;
        json.WriteStartObject();
        json.WriteNumber("statement", clock.Statement);
        json.WriteString("name", explained.Statement);
        json.WriteNumber("stage", clock.Stage);
        json.WriteString("operator", clock.Operator);
        json.WriteString("table", explained.Table);
        json.WriteString("tenant", explained.Tenant);
        json.WriteString("verdict", explained.Verdict.ToString().ToLowerInvariant());
        json.WriteBoolean("isProcessingTime", clock.IsProcessingTime);
        WriteTime("watermarkMs", clock.WatermarkMs, json);
        json.WriteNumber("behindMs", explained.BehindMs);
        json.WriteNumber("raisedPosition", clock.RaisedPosition);
        json.WriteNumber("raisedIngestMs", clock.RaisedIngestMs);
        json.WriteString("raisedSource", explained.Source);
        json.WriteNumber("raisedRecord", clock.RaisedRecord);
        json.WriteNumber("lastRowIngestMs", clock.LastRowIngestMs);
        json.WriteStartArray("partitions");
        for (int i = 0; i < clock.Partitions.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("name", explained.Partitions[i]);
            json.WriteNumber("watermarkMs", clock.Partitions[i].WatermarkMs);
            json.WriteNumber("lastRowIngestMs", clock.Partitions[i].LastRowIngestMs);
            json.WriteBoolean("isIdle", clock.Partitions[i].IsIdle);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("inputs");
        foreach (InputClock input in explained.Inputs)
        {
            json.WriteStartObject();
            json.WriteString("tables", input.Tables);
            WriteTime("watermarkMs", input.WatermarkMs, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("openRows", clock.OpenRows);
        WriteTime("nextEndMs", clock.NextEndMs, json);
        WriteTime("nextFireAtMs", clock.NextFireAtMs, json);
        json.WriteEndObject();
    }

    private static void WriteTime(string name, long ms, Utf8JsonWriter json)
    {
        if (ms is StatementClock.None or long.MaxValue)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, ms);
        }
    }
}
