using System.Collections.Generic;

namespace HotPath.Journal.Log;

/// <summary>
/// The end of a recorded log: what the run that recorded it came to, so that a replay can prove itself.
/// </summary>
public sealed record LogTrailer
{
    /// <summary>Position after the last frame. Unit: bytes.</summary>
    public required long EndPosition { get; init; }

    /// <summary>Hash chain over all frames.</summary>
    public required ulong Chain { get; init; }

    /// <summary>Frames in the log. Unit: frames.</summary>
    public required long Frames { get; init; }

    /// <summary>Whether the run was stopped before its input ended.</summary>
    public required bool IsStopped { get; init; }

    /// <summary>What each sink got; empty for an import, which runs no statements.</summary>
    public required IReadOnlyList<SinkDigest> Sinks { get; init; }

    /// <summary>Every mark's hash, in order; empty for an import.</summary>
    public required IReadOnlyList<MarkHash> Marks { get; init; }
}
