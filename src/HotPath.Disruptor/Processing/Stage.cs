using System;
using System.Threading;
using HotPath.Disruptor.Rings;

namespace HotPath.Disruptor.Processing;

/// <summary>A consumer in a <see cref="ConsumerGraph{TLayout}"/>.</summary>
public sealed class Stage
{
    private Exception? _fault;

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

    /// <summary>
    /// What ended it, or <see langword="null"/>; an <see cref="AggregateException"/> with what the graph's callback
    /// threw when it was told, if it did. Written by its thread. Ordering: acquire.
    /// </summary>
    public Exception? Fault
    {
        get => Volatile.Read(ref _fault);
        internal set => Volatile.Write(ref _fault, value);
    }

    internal IFrameRing Ring { get; }

    // The graph's owner's.
    internal bool IsDetached { get; set; }
}
