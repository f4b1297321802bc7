using System.Collections.Generic;
using HotPath.Generator;

namespace HotPath.Daemon.CommandLine;

/// <summary><c>hotpath generate</c>.</summary>
internal sealed record GenerateArguments
{
    /// <summary>Folder, or <c>-</c> for standard output.</summary>
    public required string Output { get; init; }

    /// <summary>What is made.</summary>
    public required GeneratorOptions Options { get; init; }

    /// <summary>In which formats.</summary>
    public required IReadOnlyList<DataFormat> Formats { get; init; }

    /// <summary>Open-loop rate; 0 for as fast as possible. Unit: records/s.</summary>
    public int Rate { get; init; }

    /// <summary>Whether answers are computed.</summary>
    public bool HasAnswers { get; init; } = true;

    /// <summary>Whether nothing is said about it.</summary>
    public bool IsQuiet { get; init; }
}
