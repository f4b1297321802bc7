namespace HotPath.Dataflow.Plans;

/// <summary>An event or reject frame as a shard sees it: header fields and where the payload lies.</summary>
public readonly ref struct EventFrame
{
    /// <summary>Log position of the frame. Unit: bytes.</summary>
    public required long Position { get; init; }

    /// <summary>Tenant id; 0 when the table has no tenancy.</summary>
    public required int Tenant { get; init; }

    /// <summary>Table id, see <see cref="TableDefinition.Id"/>.</summary>
    public required int Table { get; init; }

    /// <summary>Index of the file within the table's input.</summary>
    public required int Source { get; init; }

    /// <summary>Partition of the source: id of the client that sent the record, or 0.</summary>
    public int Partition { get; init; }

    /// <summary>Record number in the file, from 1.</summary>
    public required long SourceOffset { get; init; }

    /// <summary>Ingest time, monotone along the log. Unit: ms since the Unix epoch.</summary>
    public required long IngestTimeMs { get; init; }

    /// <summary>Start of the payload: a row, or the raw bytes of a rejected record.</summary>
    public required nint Payload { get; init; }

    /// <summary>Length of the payload. Unit: bytes.</summary>
    public required int PayloadBytes { get; init; }
}
