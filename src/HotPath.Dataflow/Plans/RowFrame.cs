namespace HotPath.Dataflow.Plans;

/// <summary>An event frame as a shard sees it among others of its table: what differs from frame to frame.</summary>
public readonly record struct RowFrame
{
    /// <summary>As many are handed over in one call at most. Unit: rows.</summary>
    public const int RunRowsMax = 64;

    /// <summary>Log position of the frame. Unit: bytes.</summary>
    public required long Position { get; init; }

    /// <summary>Start of the payload: a well-formed row.</summary>
    public required nint Payload { get; init; }

    /// <summary>Record number in the file, from 1.</summary>
    public required long SourceOffset { get; init; }

    /// <summary>Ingest time, monotone along the log. Unit: ms since the Unix epoch.</summary>
    public required long IngestTimeMs { get; init; }

    /// <summary>Tenant id; 0 when the table has no tenancy.</summary>
    public required int Tenant { get; init; }

    /// <summary>Index of the file within the table's input.</summary>
    public required int Source { get; init; }
}
