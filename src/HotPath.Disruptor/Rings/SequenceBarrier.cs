using System;

namespace HotPath.Disruptor.Rings;

/// <summary>What a consumer waits for: the lowest of the sequences before it.</summary>
/// <remarks>Threading: any thread.</remarks>
public sealed class SequenceBarrier
{
    private readonly Sequence[] _sequences;

    /// <summary>A barrier over sequences.</summary>
    /// <param name="sequences">At least one.</param>
    public SequenceBarrier(params Sequence[] sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentOutOfRangeException.ThrowIfZero(sequences.Length);
        _sequences = sequences;
    }

    /// <summary>
    /// Reads the barrier: frames from the consumer's position to here, exclusive, are contiguous and whole.
    /// </summary>
    /// <returns>The lowest position of all. Unit: bytes. Ordering: acquire.</returns>
    public long Poll()
    {
        long lowest = _sequences[0].Value;
        for (int i = 1; i < _sequences.Length; i++)
        {
            lowest = Math.Min(lowest, _sequences[i].Value);
        }

        return lowest;
    }
}
