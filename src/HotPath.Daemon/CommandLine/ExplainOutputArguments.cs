using HotPath.Dataflow.Outputs;

namespace HotPath.Daemon.CommandLine;

/// <summary><c>hotpath explain-output</c>.</summary>
internal sealed record ExplainOutputArguments
{
    /// <summary>The output; <see langword="null"/> when sink and row name it.</summary>
    public OutputIdentity? Id { get; init; }

    /// <summary>Name or file of a sink.</summary>
    public string? Sink { get; init; }

    /// <summary>Row of that sink, from 1.</summary>
    public long Row { get; init; }

    /// <summary>Data directory.</summary>
    public required string DataPath { get; init; }

    /// <summary>Input rows shown at most. Unit: rows.</summary>
    public required int InputsMax { get; init; }

    /// <summary>Whether one JSON object is printed instead of text.</summary>
    public bool IsJson { get; init; }
}
