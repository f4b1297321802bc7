using System;
using System.Threading;

namespace HotPath.Disruptor.Rings;

/// <summary>The sequences that producers of a ring must not overtake.</summary>
/// <remarks>Threading: any thread; a change is seen by producers when they look next.</remarks>
internal sealed class GatingSequences
{
    private readonly Lock _changing = new();
    private Sequence[] _all = [];

    /// <summary>Adds one.</summary>
    /// <param name="sequence">A consumer's.</param>
    /// <param name="known">How far producers may already have been told that all are. Unit: bytes.</param>
    /// <exception cref="InvalidOperationException">What it has yet to read may be overwritten.</exception>
    public void Add(Sequence sequence, long known)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        if (sequence.Value < known)
        {
            throw new InvalidOperationException(
                $"a consumer at position {sequence.Value}: what lies below {known} may be overwritten already; add "
                + "consumers before the first claim");
        }

        lock (_changing)
        {
            Volatile.Write(ref _all, [.. _all, sequence]);
        }
    }

    /// <summary>Takes one away, in one step with what it stood behind.</summary>
    /// <param name="sequence">A consumer's.</param>
    /// <param name="ahead">Added in its place: producers have seen none of them above it.</param>
    /// <returns>Whether it was there; otherwise nothing changes.</returns>
    public bool Remove(Sequence sequence, ReadOnlySpan<Sequence> ahead)
    {
        lock (_changing)
        {
            Sequence[] others = Array.FindAll(_all, other => !ReferenceEquals(other, sequence));
            bool isFound = others.Length < _all.Length;
            if (isFound)
            {
                Volatile.Write(ref _all, [.. others, .. ahead]);
            }

            return isFound;
        }
    }

    /// <summary>The lowest of all, and of the cursor: without consumers what is published is done with. Ordering:
    /// acquire.</summary>
    /// <param name="cursor">The ring's.</param>
    /// <returns>Unit: bytes.</returns>
    public long Lowest(Sequence cursor)
    {
        long lowest = cursor.Value;
        foreach (Sequence sequence in Volatile.Read(ref _all))
        {
            lowest = Math.Min(lowest, sequence.Value);
        }

        return lowest;
    }
}
