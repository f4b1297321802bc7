using System;
using System.Threading;

namespace HotPath.Disruptor.Rings;

/// <summary>The sequences that producers of a ring must not overtake.</summary>
/// <remarks>Threading: any thread; a change is seen by producers when they look next.</remarks>
internal sealed class GatingSequences
{
    private readonly Lock _changing = new();
    private Sequence[] _all = [];

    public void Add(Sequence sequence)
    {
        lock (_changing)
        {
            Volatile.Write(ref _all, [.. _all, sequence]);
        }
    }

    public bool Remove(Sequence sequence)
    {
        lock (_changing)
        {
            Sequence[] others = Array.FindAll(_all, other => !ReferenceEquals(other, sequence));
            bool isFound = others.Length < _all.Length;
            Volatile.Write(ref _all, others);
            return isFound;
        }
    }

    /// <summary>The lowest of all; without any, as far as one can see. Unit: bytes. Ordering: acquire.</summary>
    public long Lowest()
    {
        long lowest = long.MaxValue;
        foreach (Sequence sequence in Volatile.Read(ref _all))
        {
            lowest = Math.Min(lowest, sequence.Value);
        }

        return lowest;
    }
}
