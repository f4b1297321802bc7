using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Errors;
using HotPath.Daemon.Reports;
using HotPath.Foundation.Errors;
using HotPath.Sbe.Gate;
using HotPath.Sbe.Json;
using HotPath.Sbe.Schema.Evolution;

namespace HotPath.Daemon.Commands;

/// <summary><c>hotpath schema check</c>: what a new version does to readers and data of older ones.</summary>
internal sealed class SchemaCheck
{
    // Not an ExitCode: scripts of CI expect 0, 1 and 2, and an internal error must fail them like a breaking change.
    private const int Breaking = 1;

    private static readonly JsonWriterOptions Json =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SchemaFolder _schemas;
    private readonly SchemaArguments _arguments;
    private readonly TextWriter _messages;

    /// <summary>A check.</summary>
    /// <param name="schemas">What was read: the old and the new schema, or all of a folder.</param>
    /// <param name="arguments">As given.</param>
    /// <param name="messages">Where the verdict in one line goes.</param>
    public SchemaCheck(SchemaFolder schemas, SchemaArguments arguments, TextWriter messages)
    {
        _schemas = schemas;
        _arguments = arguments;
        _messages = messages;
    }

    /// <summary>Compares and prints.</summary>
    /// <param name="output">Where the findings go.</param>
    /// <returns>Exit code; 0 for versions that have none to be compared with: the first one breaks nobody.</returns>
    /// <exception cref="HotPathException">HP1001: there is no schema.</exception>
    public int Write(Stream output)
    {
        IReadOnlyList<GatePair> pairs = Pairs();
        if (_arguments.IsJson)
        {
            using var json = new Utf8JsonWriter(output, Json);
            GateJson.Write(json, pairs);
        }
        else
        {
            using var text = new StreamWriter(output);
            WriteVerdicts(pairs, text);
        }

        WriteAlone(pairs);
        int breaking = pairs.Count(static pair => pair.Verdict == EvolutionSeverity.Breaking);
        string verdict = GateJson.Verdict(pairs) + (breaking > 0 ? $" in {Quantity.Count(breaking, "pair")}" : "");
        _messages.WriteLine(
            $"{Quantity.Count(_schemas.Schemas.Count, "schema")}, {Quantity.Count(pairs.Count, "pair")}: {verdict}");
        return breaking > 0 ? Breaking : (int)(_schemas.HasErrors ? ExitCode.Usage : ExitCode.Ok);
    }

    private IReadOnlyList<GatePair> Pairs()
    {
        IReadOnlyList<PublishedSchema> schemas = _schemas.Schemas;
        bool isFolder = _arguments.Paths.Count == 1 && Directory.Exists(_arguments.Paths[0]);
        if (schemas.Count == 0 || (!isFolder && schemas.Count < 2))
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"nothing to compare in {string.Join(", ", _arguments.Paths)}; give two schemas, or a folder with all "
                + "published versions");
        }

        return isFolder
            ? CompatibilityGate.Check(schemas, _arguments.Mode ?? GateMode.Transitive)
            : [CompatibilityGate.Check(schemas[0], schemas[1], _arguments.Mode ?? GateMode.Full)];
    }

    private void WriteAlone(IReadOnlyList<GatePair> pairs)
    {
        foreach (PublishedSchema schema in _schemas.Schemas)
        {
            if (!pairs.Any(pair => ReferenceEquals(pair.Old, schema) || ReferenceEquals(pair.New, schema)))
            {
                _messages.WriteLine(
                    $"{schema.Path}: nothing to compare: the only version of schema {schema.Schema.Id} in "
                    + $"{_arguments.Paths[0]}; give the folder that holds all its versions");
            }
        }
    }

    private static void WriteVerdicts(IReadOnlyList<GatePair> pairs, StreamWriter text)
    {
        foreach (GatePair pair in pairs)
        {
            text.WriteLine($"{pair.Old.Path} -> {pair.New.Path}: {GateJson.Word(pair.Verdict)}");
            foreach (EvolutionFinding finding in pair.Findings.OrderByDescending(static f => f.Severity))
            {
                text.WriteLine($"  {finding}");
            }
        }
    }
}
