using System.Collections.Generic;

namespace HotPath.Dataflow.Plans;

/// <summary>Event time of an operator for one tenant, as a checkpoint holds it: for people who ask why nothing fires.
/// </summary>
public sealed record StatementClock
{
    /// <summary>What is not known, or is not there.</summary>
    public const long None = long.MinValue;

    /// <summary>Id of the statement.</summary>
    public required int Statement { get; init; }

    /// <summary>Id of the operator.</summary>
    public required ulong OperatorId { get; init; }

    /// <summary>Stage of the statement, from 0.</summary>
    public required int Stage { get; init; }

    /// <summary>Id of the tenant; 0 for global.</summary>
    public required int Tenant { get; init; }

    /// <summary>What the operator is, such as <c>tumble</c>.</summary>
    public required string Operator { get; init; }

    /// <summary>Whether its windows follow ingest time, so that the watermark is one.</summary>
    public bool IsProcessingTime { get; init; }

    /// <summary><see cref="None"/> before the first, the largest number once the input has ended. Unit: ms.</summary>
    public required long WatermarkMs { get; init; }

    /// <summary>Position of the frame that raised it. Unit: bytes.</summary>
    public required long RaisedPosition { get; init; }

    /// <summary>Ingest time of that frame. Unit: ms since the Unix epoch.</summary>
    public required long RaisedIngestMs { get; init; }

    /// <summary>Index of the file that it came from; -1 when it was no row of the table itself.</summary>
    public required int RaisedSource { get; init; }

    /// <summary>Number of its record there. Unit: records, from 1.</summary>
    public required long RaisedRecord { get; init; }

    /// <summary>Ingest time of the last row; 0 for a later stage. Unit: ms since the Unix epoch.</summary>
    public required long LastRowIngestMs { get; init; }

    /// <summary>Watermarks of partitions; empty where the table has but one.</summary>
    public required IReadOnlyList<PartitionClock> Partitions { get; init; }

    /// <summary>Rows in windows that are open. Unit: rows.</summary>
    public required long OpenRows { get; init; }

    /// <summary>End of the next window that has rows, or <see cref="None"/>. Unit: ms, wall clock.</summary>
    public required long NextEndMs { get; init; }

    /// <summary>Watermark at which it fires, or <see cref="None"/>. Unit: ms.</summary>
    public required long NextFireAtMs { get; init; }
}
