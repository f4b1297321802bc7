using System.IO;
using System.Text.Json;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;

namespace HotPath.Daemon.Explanations;

/// <summary>An explanation as one JSON object.</summary>
internal static class ExplanationJson
{
    /// <summary>Writes it.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="output">Where it goes; stays open.</param>
    public static void Write(OutputExplanation explanation, Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("id", OutputIdText.Of(explanation.Output.Identity));
        json.WriteString("sink", explanation.Output.Sink.Name);
        json.WriteNumber("rowNumber", explanation.Output.Number);
        json.WriteString("statement", explanation.Statement);
        json.WritePropertyName("row");
        json.WriteRawValue(explanation.Output.Row);
        json.WritePropertyName("cause");
        WriteFrame(explanation.Cause, json);
        WriteWatermark(explanation.WatermarkMs, json);
        WriteGroup(explanation.Group, json);
        json.WriteNumber("inputCount", explanation.InputCount);
        json.WriteBoolean("isComplete", explanation.UnknownBelow is null);
        if (explanation.UnknownBelow is { } position)
        {
            json.WriteNumber("unknownBelow", position);
        }

        json.WriteStartArray("inputs");
        foreach (ExplainedFrame frame in explanation.Inputs)
        {
            WriteFrame(frame, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private static void WriteWatermark(long? watermarkMs, Utf8JsonWriter json)
    {
        if (watermarkMs == long.MaxValue)
        {
            json.WriteString("watermark", "end of input");
        }
        else if (watermarkMs is { } ms)
        {
            json.WriteString("watermark", ExplanationWriter.TimeOf(ms));
            json.WriteNumber("watermarkMs", ms);
        }
    }

    private static void WriteGroup(ProbedGroup? group, Utf8JsonWriter json)
    {
        if (group is null)
        {
            return;
        }

        if (group is { StartMs: { } startMs, EndMs: { } endMs })
        {
            json.WriteStartObject("window");
            json.WriteString("start", ExplanationWriter.TimeOf(startMs));
            json.WriteString("end", ExplanationWriter.TimeOf(endMs));
            json.WriteNumber("startMs", startMs);
            json.WriteNumber("endMs", endMs);
            json.WriteEndObject();
        }

        if (group.Content is { } content)
        {
            json.WritePropertyName("group");
            json.WriteRawValue(content.Span);
        }
    }

    private static void WriteFrame(ExplainedFrame frame, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("position", frame.Position);
        json.WriteString("kind", frame.Kind);
        json.WriteString("table", frame.Table);
        json.WriteString("source", frame.Source);
        json.WriteNumber("record", frame.Record);
        json.WriteString("tenant", frame.Tenant);
        if (frame.Row is not null)
        {
            json.WritePropertyName("row");
            json.WriteRawValue(frame.Row);
        }

        json.WriteEndObject();
    }
}
