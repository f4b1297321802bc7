namespace HotPath.Daemon.CommandLine;

/// <summary><c>hotpath replay</c>.</summary>
internal sealed record ReplayArguments
{
    /// <summary>Recorded log; <see langword="null"/> when a data directory is replayed.</summary>
    public string? LogPath { get; init; }

    /// <summary>Data directory; <see langword="null"/> when a log is replayed.</summary>
    public string? DataPath { get; init; }

    /// <summary>Position of the first frame whose outputs count; <see langword="null"/> for all. Unit: bytes.</summary>
    public long? From { get; init; }

    /// <summary>Position of the last one; <see langword="null"/> for the end. Unit: bytes.</summary>
    public long? To { get; init; }

    /// <summary>Whether rows are listed with their ids.</summary>
    public bool ListsIds { get; init; }

    /// <summary>How the engine runs.</summary>
    public required EngineArguments Engine { get; init; }

    /// <summary>Whether and how bare SELECTs are printed.</summary>
    public required OutputKind Output { get; init; }

    /// <summary>How many times. Unit: replays.</summary>
    public required int Repeat { get; init; }

    /// <summary>JSON report to write, or <see langword="null"/>.</summary>
    public string? ReportPath { get; init; }

    /// <summary>No progress, no summary.</summary>
    public bool IsQuiet { get; init; }
}
