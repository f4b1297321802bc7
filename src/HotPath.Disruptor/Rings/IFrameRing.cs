using System;

namespace HotPath.Disruptor.Rings;

/// <summary>A ring of frames as its consumers see it, whoever produces.</summary>
/// <remarks>Threading: any thread.</remarks>
public interface IFrameRing
{
    /// <summary>Whole frames lie below it.</summary>
    Sequence Cursor { get; }

    /// <summary>Room in the ring. Unit: bytes.</summary>
    long CapacityBytes { get; }

    /// <summary>Where consumers sleep that are woken by a publication, or <see langword="null"/>.</summary>
    WaitGate? Waiting { get; }

    /// <summary>Where a position lies.</summary>
    /// <param name="position">A position between the slowest consumer and the cursor. Unit: bytes.</param>
    /// <returns>Its address; at least a whole capacity follows it without a wrap.</returns>
    nint AddressOf(long position);

    /// <summary>Producers do not overwrite what lies at or above a sequence. Before the first claim.</summary>
    /// <param name="sequence">A consumer's; it starts at the cursor.</param>
    /// <exception cref="System.InvalidOperationException">What it has yet to read may be overwritten already.
    /// </exception>
    void AddGate(Sequence sequence);

    /// <summary>Producers no longer wait for a sequence: its consumer has ended.</summary>
    /// <param name="sequence">One that was added.</param>
    /// <param name="ahead">Those that its consumer came behind and that are no gates: they are from now on.</param>
    /// <returns>Whether it held anything back.</returns>
    bool RemoveGate(Sequence sequence, params ReadOnlySpan<Sequence> ahead);
}
