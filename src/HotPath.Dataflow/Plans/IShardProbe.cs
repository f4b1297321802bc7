using System;
using System.Collections.Generic;
using HotPath.Dataflow.Outputs;

namespace HotPath.Dataflow.Plans;

/// <summary>
/// Hears what the operators of a shard do with each frame: what an explanation of an output is made of. A shard with a
/// probe is put together differently; one without does nothing for it.
/// </summary>
/// <remarks>
/// Threading: the shard's thread; use it with one shard. A new operator takes part by telling of each row that changes
/// a piece of its keyed state, and of each output that such a piece gives.
/// </remarks>
public interface IShardProbe
{
    /// <summary>A frame has set a watermark for the table it belongs to.</summary>
    /// <param name="position">Position of the frame. Unit: bytes.</param>
    /// <param name="watermarkMs">What it carries; <see cref="long.MaxValue"/> for the end of an input. Unit: ms since
    /// the Unix epoch.</param>
    void OnWatermark(long position, long watermarkMs);

    /// <summary>Whether rows that change a group are to be told of.</summary>
    /// <param name="group">Key of the group in the checkpoint store; valid during the call.</param>
    /// <returns>Whether they are.</returns>
    bool Follows(ReadOnlySpan<byte> group);

    /// <summary>A row has changed a group that is followed; a row that changes several is told of for each.</summary>
    /// <param name="position">Position of the frame at hand: the row's, or the one that another operator gave the row
    /// at. Unit: bytes.</param>
    /// <param name="group">Key of the group in the checkpoint store; valid during the call.</param>
    /// <param name="origin">Keys of the groups of another operator that the row comes from; <see langword="null"/> for
    /// the row of the frame.</param>
    void OnApplied(long position, ReadOnlySpan<byte> group, IReadOnlyList<ReadOnlyMemory<byte>>? origin);

    /// <summary>Whether the group behind an output is to be described.</summary>
    /// <param name="identity">The output.</param>
    /// <returns>Whether it is.</returns>
    bool Wants(in OutputIdentity identity);

    /// <summary>The group behind an output that is wanted, as it was when it gave the output.</summary>
    /// <param name="group">The group.</param>
    void OnOutput(ProbedGroup group);
}
