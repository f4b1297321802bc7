using System.Collections.Generic;
using HotPath.Dataflow.Plans;

namespace HotPath.Daemon.Why;

/// <summary>The clock of a query for one tenant, with what people call things.</summary>
internal sealed record ExplainedClock
{
    /// <summary>What the checkpoint holds.</summary>
    public required StatementClock Clock { get; init; }

    /// <summary>Name of the statement: its sink.</summary>
    public required string Statement { get; init; }

    /// <summary>Table that it reads, or tables.</summary>
    public required string Table { get; init; }

    /// <summary>Tenant, NULL that of rows which name none; <see langword="null"/> for all of them together.</summary>
    public required string? Tenant { get; init; }

    /// <summary>File of the row that raised the watermark, or <see langword="null"/>.</summary>
    public required string? Source { get; init; }

    /// <summary>Names of the partitions, in the clock's order.</summary>
    public required IReadOnlyList<string> Partitions { get; init; }

    /// <summary>Inputs of a UNION ALL; empty where there is none.</summary>
    public required IReadOnlyList<InputClock> Inputs { get; init; }

    /// <summary>How it is doing.</summary>
    public required ClockVerdict Verdict { get; init; }

    /// <summary>How far it is behind the furthest of the same operator; 0 for ingest time, which waits for no row.
    /// Unit: ms.</summary>
    public required long BehindMs { get; init; }
}
