using System;

namespace HotPath.Connectors.Tcp;

/// <summary>A record in the queue from the network to ingress, where it lies.</summary>
internal readonly ref struct QueuedRecord
{
    /// <summary>Name of the client.</summary>
    public required ReadOnlySpan<byte> Client { get; init; }

    /// <summary>The number that the client gave it.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it came. Unit: ns of the monotonic clock.</summary>
    public required long ArrivalNs { get; init; }

    /// <summary>The record.</summary>
    public required ReadOnlySpan<byte> Content { get; init; }

    /// <summary>Where it ends in the queue. Unit: bytes.</summary>
    public required long EndPosition { get; init; }
}
