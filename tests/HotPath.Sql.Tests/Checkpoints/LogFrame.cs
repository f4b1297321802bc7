namespace HotPath.Sql.Tests.Checkpoints;

/// <summary>One frame of a made-up log.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Tenant">Tenant id, or number of a file.</param>
/// <param name="Bytes">Row, or a name.</param>
internal sealed record LogFrame(LogFrameKind Kind, int Tenant, byte[] Bytes)
{
    /// <summary>Table that it is of.</summary>
    public int Table { get; init; } = 1;

    /// <summary>When it came; 1 ms a frame if nobody says. Unit: ms.</summary>
    public long? IngestTimeMs { get; init; }
}
