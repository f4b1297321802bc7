using System.Threading;

namespace HotPath.Disruptor.Rings;

/// <summary>
/// A position in the log up to which its owner is done: published by the producer, consumed by a consumer. Everything
/// below it is settled; the frame at it is not.
/// </summary>
/// <remarks>Threading: any thread may read; only the owner calls <see cref="Publish"/>.</remarks>
public sealed class Sequence
{
    private PaddedLong _padded;

    /// <summary>Starts at a position.</summary>
    /// <param name="initialValue">First value readers observe. Unit: bytes.</param>
    public Sequence(long initialValue = 0) => _padded.Value = initialValue;

    /// <summary>Last published position. Unit: bytes. Ordering: acquire.</summary>
    public long Value => Volatile.Read(ref _padded.Value);

    /// <summary>Makes every earlier write visible to readers of <see cref="Value"/>. Ordering: release.</summary>
    /// <param name="value">New position; not below the current one. Unit: bytes.</param>
    public void Publish(long value) => Volatile.Write(ref _padded.Value, value);

    /// <summary>For a sequence that several threads move: moves it unless another has. Ordering: full fence.</summary>
    /// <param name="value">New position. Unit: bytes.</param>
    /// <param name="expected">The current one, as this thread knows it. Unit: bytes.</param>
    /// <returns>What it was; <paramref name="expected"/> if it is <paramref name="value"/> now.</returns>
    internal long Exchange(long value, long expected) =>
        Interlocked.CompareExchange(ref _padded.Value, value, expected);
}
