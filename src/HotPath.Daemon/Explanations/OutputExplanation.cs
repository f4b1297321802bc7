using System.Collections.Generic;
using HotPath.Dataflow.Plans;

namespace HotPath.Daemon.Explanations;

/// <summary>How one output came about.</summary>
internal sealed record OutputExplanation
{
    /// <summary>The output.</summary>
    public required CapturedOutput Output { get; init; }

    /// <summary>Name of its statement; empty for a dead letter of ingress.</summary>
    public required string Statement { get; init; }

    /// <summary>The frame that caused it.</summary>
    public required ExplainedFrame Cause { get; init; }

    /// <summary>Watermark that this frame carries; <see cref="long.MaxValue"/> for the end of an input. Unit: ms since
    /// the Unix epoch.</summary>
    public required long? WatermarkMs { get; init; }

    /// <summary>The group behind it; <see langword="null"/> for a row that comes of one frame.</summary>
    public required ProbedGroup? Group { get; init; }

    /// <summary>Rows that went into it, as far as they are known. Unit: rows.</summary>
    public required long InputCount { get; init; }

    /// <summary>The first of those.</summary>
    public required IReadOnlyList<ExplainedFrame> Inputs { get; init; }

    /// <summary>
    /// Position below which rows went into it that are not known any more; <see langword="null"/> when all are. Unit:
    /// bytes.
    /// </summary>
    public required long? UnknownBelow { get; init; }
}
