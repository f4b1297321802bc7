using System;
using HotPath.Dataflow.Checkpoints;

namespace HotPath.Dataflow.Plans;

/// <summary>
/// A shard's side of a checkpoint. The state as of a mark is handed over in slices while the shard goes on: the first
/// change to an entry that is not yet written saves its old image first (copy before write).
/// </summary>
/// <remarks>
/// Threading: the shard's thread. Order of calls: <see cref="Begin"/> right after OnMark, <see cref="WriteSlice"/>
/// between frames until it returns <see langword="false"/>, then <see cref="End"/> once the store has answered; or, in
/// a new shard before its first frame, <see cref="Restore"/> for every record of the store and
/// <see cref="CompleteRestore"/>. Source: design.md, "State".
/// </remarks>
public interface IShardState
{
    /// <summary>Entries changed or removed since the last checkpoint that was committed. Unit: entries.</summary>
    long DirtyEntries { get; }

    /// <summary>What those take in memory, roughly: texts and long keys are not counted. Unit: bytes.</summary>
    long DirtyBytes { get; }

    /// <summary>Old images saved for the running checkpoint and not yet handed over. Unit: bytes.</summary>
    long PendingImageBytes { get; }

    /// <summary>Freezes the state as of the mark just passed.</summary>
    void Begin();

    /// <summary>Adds the next changes to a batch.</summary>
    /// <param name="batch">Where they go.</param>
    /// <param name="entriesMax">How many at most. Unit: entries.</param>
    /// <returns>Whether there may be more.</returns>
    bool WriteSlice(StateBatch batch, int entriesMax);

    /// <summary>The checkpoint is over.</summary>
    /// <param name="committed">Whether the store took it; if not, its changes belong to the next one.</param>
    void End(bool committed);

    /// <summary>
    /// Frees entries that the store holds as they are, while more state lies in memory than may. No result depends on
    /// it. Called between frames.
    /// </summary>
    /// <param name="entriesMax">How many to look at. Unit: entries.</param>
    /// <returns>Whether anything was done.</returns>
    bool Evict(int entriesMax);

    /// <summary>
    /// Takes hashes that the next mark needs, while more entries than it may find have changed since the last one: the
    /// frames behind a mark wait for it. No result depends on it. Called between frames while no firing is pending.
    /// </summary>
    /// <param name="leftMax">What each operator may leave to the mark. Unit: entries.</param>
    /// <param name="entriesMax">How many of each operator at most. Unit: entries.</param>
    void HashAhead(int leftMax, int entriesMax);

    /// <summary>Takes a record of the checkpoint that the shard starts from; those of other shards and of the node are
    /// passed over.</summary>
    /// <param name="key">Layout in <see cref="StateKey"/>.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2008: it is not a record of this plan.</exception>
    void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>Every record has been taken: puts groups into their order of arrival and windows into theirs.</summary>
    void CompleteRestore();
}
