using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Journal.Frames;

namespace HotPath.Runtime.Durability;

/// <summary>What a node needs to set rows aside that end the process, and to find them should that happen again.
/// </summary>
public sealed record PoisonWatch
{
    /// <summary>
    /// Room for a note of each shard, <see cref="EvaluationNote.LengthBytes"/> apart, that outlives the process; 0 for
    /// none.
    /// </summary>
    public nint NotesAddress { get; init; }

    /// <summary>Whether the journal may hold decisions, and is to be searched for them before it is fed.</summary>
    public bool IsJournalSearched { get; init; }

    /// <summary>Decisions of this start: they enter the journal before anything else does.</summary>
    public IReadOnlyList<QuarantineCommand> Decisions { get; init; } = [];

    /// <summary>
    /// Position up to which shards take only frames that are on the device, so that a row that ends the process again
    /// is in the journal for sure. Unit: bytes. Default: 0.
    /// </summary>
    public long CautiousPosition { get; init; }

    /// <summary>Where a shard notes what it evaluates.</summary>
    /// <param name="shard">Which shard.</param>
    /// <returns>Its address, or 0.</returns>
    public nint NoteOf(int shard) => NotesAddress == 0 ? 0 : NotesAddress + (shard * EvaluationNote.LengthBytes);
}
