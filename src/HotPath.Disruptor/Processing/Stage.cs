using System.Threading;
using HotPath.Disruptor.Rings;

namespace HotPath.Disruptor.Processing;

/// <summary>A consumer in a <see cref="ConsumerGraph{TLayout}"/>.</summary>
public sealed class Stage
{
    private bool _hasFailed;

    internal Stage(string name, IFrameRing ring, Sequence sequence)
    {
        Ring = ring;
        Name = name;
        Sequence = sequence;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Position up to which it has handled frames.</summary>
    public Sequence Sequence { get; }

    internal IFrameRing Ring { get; }

    // The graph's owner's.
    internal bool IsDetached { get; set; }

    // Written by its thread.
    internal bool HasFailed
    {
        get => Volatile.Read(ref _hasFailed);
        set => Volatile.Write(ref _hasFailed, value);
    }
}
