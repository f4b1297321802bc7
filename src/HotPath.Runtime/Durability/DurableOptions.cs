using System;
using HotPath.Dataflow.Checkpoints;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;

namespace HotPath.Runtime.Durability;

/// <summary>What makes a node durable: a journal and a checkpoint store of one data directory.</summary>
public sealed record DurableOptions
{
    /// <summary>Default of <see cref="CheckpointAgeMsMax"/>. Unit: ms.</summary>
    public const int CheckpointAgeMs = 10_000;

    /// <summary>Where the journal lies.</summary>
    public required IDurableStorage Storage { get; init; }

    /// <summary>How the journal is kept.</summary>
    public required JournalOptions Journal { get; init; }

    /// <summary>The store; its position is where the node starts. The caller disposes it.</summary>
    public required ICheckpointStore Store { get; init; }

    /// <summary>Position at which a node starts: that of the store, or 0. Unit: bytes.</summary>
    public long StartPosition => Math.Max(0, Store.Position);

    /// <summary>
    /// Folder on a real disk for state that memory does not hold; <see langword="null"/> for that of output rows.
    /// </summary>
    public string? StateFolder { get; init; }

    /// <summary>When outputs may be released. Default: local-sync.</summary>
    public CommitMode CommitMode { get; init; } = CommitMode.LocalSync;

    /// <summary>
    /// Least time between two checkpoints; each is taken at the next mark. Unit: ms. Range: 0 (every mark) or more.
    /// Default: 1000.
    /// </summary>
    public int CheckpointIntervalMs { get; init; } = 1000;

    /// <summary>How long a frame of a slow stream waits for a mark and its checkpoint at most. Unit: ms. Default:
    /// 10,000.</summary>
    public int CheckpointAgeMsMax { get; init; } = CheckpointAgeMs;

    /// <summary>
    /// Log behind the newest kept snapshot after which another one is kept; the journal reaches back to the oldest.
    /// Unit: bytes. Range: positive. Default: 1 GiB.
    /// </summary>
    public long SnapshotIntervalBytes { get; init; } = 1L << 30;

    /// <summary>
    /// Whether no segment of the journal is ever given up, so that everything can be replayed from its start. Default:
    /// no.
    /// </summary>
    public bool KeepsWholeJournal { get; init; }

    /// <summary>Rows that end the process; <see langword="null"/> for no watch.</summary>
    public PoisonWatch? Poison { get; init; }

    /// <summary>Told, on any thread, that the journal has been replayed and the sources are read from now on.</summary>
    public Action? OnLive { get; init; }

    /// <summary>Told, on any thread, what the ledger was at the checkpoint that was found, and at each one committed.
    /// </summary>
    public Action<CheckpointLedger>? OnCheckpoint { get; init; }

    /// <summary>Told, on any thread, that intake stands still for want of space, and that it goes on.</summary>
    public Action<bool>? OnStandstill { get; init; }

    /// <summary>Told, on any thread, what an operator should know: what was found.</summary>
    public Action<string>? OnNotice { get; init; }

    /// <summary>Told, on any thread, what an operator must know: a full disk, space again, a checkpoint that failed.
    /// </summary>
    public Action<string>? OnWarning { get; init; }
}
