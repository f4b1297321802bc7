namespace HotPath.Daemon.CommandLine;

/// <summary><c>hotpath state</c>.</summary>
internal sealed record StateArguments
{
    /// <summary>What to show.</summary>
    public required StateAction Action { get; init; }

    /// <summary>Data directory.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Position of the kept snapshot to read, or <see langword="null"/> for the newest state.</summary>
    public long? Snapshot { get; init; }

    /// <summary>Key to get, in hexadecimal digits.</summary>
    public string Key { get; init; } = string.Empty;

    /// <summary>Position to compare with, or <see langword="null"/> for the newest state.</summary>
    public long? Other { get; init; }

    /// <summary>Whether values are printed, and not only their lengths.</summary>
    public bool ShowsValues { get; init; }
}
