using System;
using System.Collections.Generic;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;

namespace HotPath.Daemon.Explanations;

/// <summary>Hears how one output comes about: the group behind it, the rows that went into that, the watermark.
/// </summary>
/// <remarks>Threading: the shard's thread; read it when the run is over.</remarks>
internal sealed class OutputProbe : IShardProbe
{
    private readonly OutputIdentity _output;
    private readonly FollowedGroups _followed;

    /// <summary>Nothing heard yet.</summary>
    /// <param name="output">The output.</param>
    /// <param name="followed">The groups behind it, as far as they are known; those that are found are added.</param>
    public OutputProbe(OutputIdentity output, FollowedGroups followed)
    {
        _output = output;
        _followed = followed;
    }

    /// <summary>The group behind the output; <see langword="null"/> for one without.</summary>
    public ProbedGroup? Group { get; private set; }

    /// <summary>Watermark that the frame of the output carries, if any. Unit: ms since the Unix epoch.</summary>
    public long? WatermarkMs { get; private set; }

    /// <summary>Positions of the frames whose rows went into the groups that were known, in order.</summary>
    public List<long> Inputs { get; } = [];

    /// <inheritdoc/>
    public void OnWatermark(long position, long watermarkMs)
    {
        if (position == _output.Position && watermarkMs > 0)
        {
            WatermarkMs = watermarkMs;
        }
    }

    /// <inheritdoc/>
    public bool Follows(ReadOnlySpan<byte> group) => _followed.Contains(group);

    /// <inheritdoc/>
    public void OnApplied(long position, ReadOnlySpan<byte> group, IReadOnlyList<ReadOnlyMemory<byte>>? origin)
    {
        if (!_followed.Takes(group, position))
        {
            return;
        }

        if (origin is not null)
        {
            _followed.Add(origin, position);
        }
        else if (Inputs.Count == 0 || Inputs[^1] != position)
        {
            Inputs.Add(position); // a frame counts once, however many of its rows came here
        }
    }

    /// <inheritdoc/>
    public bool Wants(in OutputIdentity identity) => identity.CompareTo(_output) == 0;

    /// <inheritdoc/>
    public void OnOutput(ProbedGroup group)
    {
        Group = group;
        _followed.Add(group.Keys, _output.Position);
    }
}
