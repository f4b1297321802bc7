using System.Collections.Generic;
using HotPath.Dataflow.Accounting;

namespace HotPath.Runtime.Jobs;

/// <summary>What an import came to.</summary>
public sealed record ImportReport
{
    /// <summary>Event frames written. Unit: events.</summary>
    public required long Events { get; init; }

    /// <summary>Reject frames written. Unit: records.</summary>
    public required long Rejected { get; init; }

    /// <summary>From the start to the end. Unit: ns.</summary>
    public required long DurationNs { get; init; }

    /// <summary>Position after the last frame. Unit: bytes.</summary>
    public required long EndPosition { get; init; }

    /// <summary>Hash chain of the log.</summary>
    public required ulong Chain { get; init; }

    /// <summary>Ledger of each table and tenant at ingress.</summary>
    public required IReadOnlyList<SourceCounters> Sources { get; init; }

    /// <summary>Whether it was stopped before the input ended.</summary>
    public required bool Stopped { get; init; }
}
