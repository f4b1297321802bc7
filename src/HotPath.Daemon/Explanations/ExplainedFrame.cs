namespace HotPath.Daemon.Explanations;

/// <summary>A frame for people.</summary>
internal sealed record ExplainedFrame
{
    /// <summary>Position. Unit: bytes.</summary>
    public required long Position { get; init; }

    /// <summary>What it is: event, reject, end of input.</summary>
    public required string Kind { get; init; }

    /// <summary>Its table, or <see langword="null"/>.</summary>
    public required string? Table { get; init; }

    /// <summary>File that it came from, or <see langword="null"/>.</summary>
    public required string? Source { get; init; }

    /// <summary>Record in that file, from 1; 0 for none.</summary>
    public required long Record { get; init; }

    /// <summary>Name of its tenant, or <see langword="null"/>.</summary>
    public required string? Tenant { get; init; }

    /// <summary>The row as a JSON object, or the raw record as a JSON string; <see langword="null"/> for neither.
    /// </summary>
    public required string? Row { get; init; }
}
