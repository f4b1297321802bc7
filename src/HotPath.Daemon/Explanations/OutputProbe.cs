using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;

namespace HotPath.Daemon.Explanations;

/// <summary>Hears how one output comes about: the group behind it, the rows that went into that, the watermark.
/// </summary>
/// <remarks>Threading: the shard's thread; read it when the run is over.</remarks>
internal sealed class OutputProbe : IShardProbe
{
    private readonly OutputIdentity _output;
    private readonly HashSet<string>? _groups;

    /// <summary>Nothing heard yet.</summary>
    /// <param name="output">The output.</param>
    /// <param name="group">The group whose rows are noted; <see langword="null"/> while it is not known.</param>
    public OutputProbe(OutputIdentity output, ProbedGroup? group)
    {
        _output = output;
        _groups = group?.Keys.Select(static key => Convert.ToHexString(key.Span)).ToHashSet();
    }

    /// <summary>The group behind the output; <see langword="null"/> for one without.</summary>
    public ProbedGroup? Group { get; private set; }

    /// <summary>Watermark that the frame of the output carries, if any. Unit: ms since the Unix epoch.</summary>
    public long? WatermarkMs { get; private set; }

    /// <summary>Positions of the rows that changed the group, in order.</summary>
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
    public void OnApplied(long position, ReadOnlySpan<byte> group)
    {
        if (_groups?.Contains(Convert.ToHexString(group)) == true)
        {
            Inputs.Add(position);
        }
    }

    /// <inheritdoc/>
    public bool Wants(in OutputIdentity identity) => identity.CompareTo(_output) == 0;

    /// <inheritdoc/>
    public void OnOutput(ProbedGroup group) => Group = group;
}
