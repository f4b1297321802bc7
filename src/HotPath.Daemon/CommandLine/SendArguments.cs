namespace HotPath.Daemon.CommandLine;

/// <summary><c>hotpath send</c>.</summary>
internal sealed record SendArguments
{
    /// <summary>File, or <c>-</c> for standard input.</summary>
    public required string Input { get; init; }

    /// <summary>Name or address of the node.</summary>
    public required string Host { get; init; }

    /// <summary>Port of the table.</summary>
    public required int Port { get; init; }

    /// <summary>Who sends.</summary>
    public required string Client { get; init; }

    /// <summary>Records a second; 0 for as fast as the node takes them. Unit: records/s.</summary>
    public int Rate { get; init; }

    /// <summary>Lines at the begin of the input that are no records. Unit: lines.</summary>
    public int SkippedLines { get; init; }

    /// <summary>Framing of a file of SBE messages.</summary>
    public required string Framing { get; init; }

    /// <summary>How long a node that does not answer is tried again. Unit: s.</summary>
    public int RetrySeconds { get; init; }

    /// <summary>Whether nothing is said about it.</summary>
    public bool IsQuiet { get; init; }
}
