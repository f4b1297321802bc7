using System.Collections.Generic;
using HotPath.Sbe.Gate;

namespace HotPath.Daemon.CommandLine;

/// <summary><c>hotpath schema</c>.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Paths">Old and new schema, or a folder of versions; a schema; a schema and a file.</param>
/// <param name="Mode">What a check asks; null is full for two files and transitive for a folder.</param>
/// <param name="IsJson">Whether the answer is for programs.</param>
/// <param name="Message">Name of the message that a table or values are for.</param>
/// <param name="Framing">What stands in front of each message of a file; null where no messages are.</param>
internal sealed record SchemaArguments(
    SchemaAction Action,
    IReadOnlyList<string> Paths,
    GateMode? Mode = null,
    bool IsJson = false,
    string? Message = null,
    string? Framing = null)
{
    /// <summary>Framing that lets the begin of the file decide.</summary>
    public const string AnyFraming = "auto";

    /// <summary>Folder for generated code; null when none is asked for.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>Namespace of generated code; null for that of the schema's package.</summary>
    public string? CodeNamespace { get; init; }
}
