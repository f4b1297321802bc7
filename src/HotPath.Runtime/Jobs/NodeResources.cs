using System;
using System.Collections.Generic;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Memory;
using HotPath.Runtime.Latency;

namespace HotPath.Runtime.Jobs;

/// <summary>What the agents of a node share.</summary>
public sealed class NodeResources : IDisposable
{
    private readonly List<byte[]> _gaps = [];

    /// <summary>Takes the ring.</summary>
    /// <param name="options">Validated options.</param>
    /// <param name="control">How agents tell each other where the log ends.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP3003: no memory for the ring.</exception>
    /// <param name="position">Position at which the ring starts: 0, or that of a checkpoint. Unit: bytes.</param>
    public NodeResources(JobOptions options, NodeControl control, long position = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        Control = control;
        Ring = new RingBuffer(options.RingBytes, position);
        Latency = options.MeasuresLatency ? new LatencyMeter() : null;
    }

    /// <summary>Validated options.</summary>
    public JobOptions Options { get; }

    /// <summary>How agents tell each other where the log ends.</summary>
    public NodeControl Control { get; }

    /// <summary>The ring between sequencer and consumers.</summary>
    public RingBuffer Ring { get; }

    /// <summary>Measures how long events take; <see langword="null"/> for not at all.</summary>
    public LatencyMeter? Latency { get; }

    /// <summary>Every native block of the node but the ring.</summary>
    public NativeHeap Heap { get; } = new();

    /// <summary>
    /// Keeps the objects made from now on off the cache lines of those made before: called between the agents, whose
    /// objects are written by different threads. Objects lie in the order of their making, and the collector keeps it.
    /// </summary>
    public void Separate() => _gaps.Add(new byte[2 * CacheLine.PaddingBytes]);

    /// <inheritdoc/>
    public void Dispose() => Ring.Dispose();
}
