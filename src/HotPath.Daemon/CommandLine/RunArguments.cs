using HotPath.Runtime.Durability;

namespace HotPath.Daemon.CommandLine;

/// <summary><c>hotpath run</c>.</summary>
internal sealed record RunArguments
{
    /// <summary>Scripts and variables.</summary>
    public required SessionArguments Session { get; init; }

    /// <summary>How the engine runs.</summary>
    public required EngineArguments Engine { get; init; }

    /// <summary>Form of bare SELECTs, or <see langword="null"/> for what the scripts set.</summary>
    public OutputKind? Output { get; init; }

    /// <summary>Log to record, or <see langword="null"/>.</summary>
    public string? RecordPath { get; init; }

    /// <summary>Data directory of a durable run, or <see langword="null"/> for a run in memory.</summary>
    public string? DataPath { get; init; }

    /// <summary>When outputs of a durable run may be seen.</summary>
    public CommitMode CommitMode { get; init; }

    /// <summary>Time that a stop may take. Unit: s.</summary>
    public int GraceSeconds { get; init; } = CommandOptions.GraceSeconds;

    /// <summary>JSON report to write, or <see langword="null"/>.</summary>
    public string? ReportPath { get; init; }

    /// <summary>No progress, no summary.</summary>
    public bool IsQuiet { get; init; }
}
