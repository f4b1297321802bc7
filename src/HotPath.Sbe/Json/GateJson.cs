using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using HotPath.Sbe.Gate;
using HotPath.Sbe.Schema.Evolution;

namespace HotPath.Sbe.Json;

/// <summary>Writes verdicts of the gate for programs.</summary>
public static class GateJson
{
    /// <summary>Writes verdicts as one JSON object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="pairs">Verdicts.</param>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<GatePair> pairs)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(pairs);
        json.WriteStartObject();
        json.WriteString("verdict", Verdict(pairs));
        json.WriteStartArray("pairs");
        foreach (GatePair pair in pairs)
        {
            json.WriteStartObject();
            json.WriteString("old", pair.Old.Path);
            json.WriteString("new", pair.New.Path);
            json.WriteString("verdict", Word(pair.Verdict));
            json.WriteStartArray("findings");
            foreach (EvolutionFinding finding in pair.Findings)
            {
                WriteFinding(json, finding);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The verdict on all pairs as users see it.</summary>
    /// <param name="pairs">Verdicts.</param>
    /// <returns>The word for the worst of them; <c>nothing to compare</c> when there is none.</returns>
    public static string Verdict(IReadOnlyList<GatePair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return pairs.Count == 0 ? "nothing to compare" : Word(pairs.Max(static pair => pair.Verdict));
    }

    /// <summary>A verdict as users see it.</summary>
    /// <param name="severity">The verdict.</param>
    /// <returns><c>compatible</c>, <c>warning</c> or <c>breaking</c>.</returns>
    public static string Word(EvolutionSeverity severity) => severity switch
    {
        EvolutionSeverity.Breaking => "breaking",
        EvolutionSeverity.Warning => "warning",
        _ => "compatible",
    };

    private static void WriteFinding(Utf8JsonWriter json, EvolutionFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("code", finding.Code);
        json.WriteString("rule", finding.Rule.ToString());
        json.WriteString("severity", Word(finding.Severity));
        json.WriteBoolean("backward", finding.Directions.HasFlag(EvolutionDirections.Backward));
        json.WriteBoolean("forward", finding.Directions.HasFlag(EvolutionDirections.Forward));
        json.WriteString("path", finding.Path);
        json.WriteString("file", finding.Place.File);
        json.WriteNumber("line", finding.Place.Line);
        json.WriteNumber("column", finding.Place.Column);
        json.WriteString("reason", finding.Reason);
        json.WriteString("alternative", finding.Alternative);
        json.WriteEndObject();
    }
}
