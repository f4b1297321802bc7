using System;

namespace HotPath.Dataflow.Checkpoints;

/// <summary>
/// The durable copy of the state: an ordered map that moves from one position of the log to a later one in one atomic
/// step. The port behind which LMDB stands, and its model in the simulation.
/// </summary>
/// <remarks>
/// Threading: one writer; readers have handles of their own. After a crash the map is that of some
/// <see cref="Commit"/> that returned, or of the one under way, never a mixture. Source: design.md, "State".
/// </remarks>
public interface ICheckpointStore : ICheckpointReader, IDisposable
{
    /// <summary>Position that the state is as of; -1 while nothing has been committed. Unit: bytes.</summary>
    long Position { get; }

    /// <summary>Position of the newest kept snapshot; -1 while none is kept. Unit: bytes.</summary>
    long SnapshotPosition { get; }

    /// <summary>
    /// Oldest position that a recovery or a replay may start from: that of the oldest kept snapshot, or 0 while none is
    /// kept. The journal must reach back to it. Unit: bytes.
    /// </summary>
    long OldestPosition { get; }

    /// <summary>Applies changes and moves to a position, durably, whole or not at all.</summary>
    /// <param name="position">Position of the mark, above <see cref="Position"/>. Unit: bytes.</param>
    /// <param name="batches">The changes, in any order; a key occurs once in all of them.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2007: disk full, HP2002: a failed write; the store
    /// still stands at its old position. HP2006: a sync failed: nothing may be assumed, the process must stop.
    /// </exception>
    void Commit(long position, ReadOnlySpan<StateBatch> batches);

    /// <summary>
    /// Reads every record whose key starts with a prefix, in key order, as of <see cref="Position"/>.
    /// </summary>
    /// <param name="prefix">The prefix; empty for everything.</param>
    /// <param name="visitor">Called with each.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2008: a value's checksum does not match, or fewer records
    /// are there than were committed.</exception>
    void ReadAll(ReadOnlySpan<byte> prefix, StateVisitor visitor);

    /// <summary>
    /// Keeps a compacting copy of the newest state beside the store and removes the oldest beyond the limit.
    /// </summary>
    /// <exception cref="Foundation.Errors.HotPathException">HP2002, HP2007: it cannot be written; the store is
    /// untouched.</exception>
    void KeepSnapshot();
}
