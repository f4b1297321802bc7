using System;
using System.Collections.Generic;
using HotPath.Dataflow.Checkpoints;
using HotPath.Dataflow.Ports;
using HotPath.Journal.Storage;
using HotPath.Runtime.Durability;

namespace HotPath.Runtime.Replays;

/// <summary>A journal to run again, and what the run that wrote it left to compare with; nothing is written.</summary>
public sealed record JournalReplay
{
    /// <summary>Where the journal lies.</summary>
    public required IDurableStorage Storage { get; init; }

    /// <summary>Directory of the segments.</summary>
    public required string Directory { get; init; }

    /// <summary>Where to start: 0, or the position of a snapshot. Unit: bytes. Default: 0.</summary>
    public long StartPosition { get; init; }

    /// <summary>
    /// Reads every record of that snapshot, in key order; called once a replay. <see langword="null"/> for position 0.
    /// </summary>
    public Action<StateVisitor>? ReadStart { get; init; }

    /// <summary>Position of the last frame to run. Unit: bytes. Default: all to the end of the journal.</summary>
    public long StopPosition { get; init; } = long.MaxValue;

    /// <summary>Rows that are set aside; <see langword="null"/> for none.</summary>
    public PoisonWatch? Poison { get; init; }

    /// <summary>
    /// Position of the newest checkpoint, up to which the journal must be whole; -1 for none. Unit: bytes. Default: -1.
    /// </summary>
    public long CheckpointPosition { get; init; } = -1;

    /// <summary>
    /// Position of the newest checkpoint or kept snapshot within the part, where sinks are compared; -1 for none. Unit:
    /// bytes. Default: -1.
    /// </summary>
    public long ComparedPosition { get; init; } = -1;

    /// <summary>What each sink had published there, by id.</summary>
    public IReadOnlyDictionary<int, SinkCursor> ComparedSinks { get; init; } = new Dictionary<int, SinkCursor>();
}
