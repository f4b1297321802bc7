namespace HotPath.Daemon.CommandLine;

/// <summary><c>hotpath import</c>.</summary>
internal sealed record ImportArguments
{
    /// <summary>Scripts and variables.</summary>
    public required SessionArguments Session { get; init; }

    /// <summary>Table whose input is recorded.</summary>
    public required string Table { get; init; }

    /// <summary>Log to write.</summary>
    public required string LogPath { get; init; }

    /// <summary>No progress, no summary.</summary>
    public bool IsQuiet { get; init; }
}
