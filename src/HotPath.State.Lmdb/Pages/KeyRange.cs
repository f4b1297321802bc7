using System;
using System.Buffers.Binary;

namespace HotPath.State.Lmdb.Pages;

/// <summary>Between which keys the next key of a page must lie.</summary>
internal readonly ref struct KeyRange
{
    /// <summary>Whether keys are numbers, as in the tree of the free pages.</summary>
    public bool IsFree { get; init; }

    private ReadOnlySpan<byte> Low { get; init; }

    private ReadOnlySpan<byte> High { get; init; }

    // Whether Low itself is still allowed: it is the key of the node above, and may be the first key below.
    private bool IsLowIncluded { get; init; }

    /// <summary>Whether a key may come next.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it lies in the range.</returns>
    public bool Admits(ReadOnlySpan<byte> key)
    {
        if (key.IsEmpty || (IsFree && key.Length != sizeof(ulong)))
        {
            return false;
        }

        int low = Low.IsEmpty ? 1 : Compare(key, Low);
        return (low > 0 || (low == 0 && IsLowIncluded)) && (High.IsEmpty || Compare(key, High) < 0);
    }

    /// <summary>The range of what follows a key on its page.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The range.</returns>
    public KeyRange After(ReadOnlySpan<byte> key) => new() { IsFree = IsFree, Low = key, High = High };

    /// <summary>The range of the page below a node.</summary>
    /// <param name="high">Key of the node after it.</param>
    /// <returns>The range.</returns>
    public KeyRange Before(ReadOnlySpan<byte> high) =>
        new() { IsFree = IsFree, Low = Low, High = high, IsLowIncluded = true };

    /// <summary>The range of the page below the last node.</summary>
    /// <returns>The range.</returns>
    public KeyRange ToTheEnd() => new() { IsFree = IsFree, Low = Low, High = High, IsLowIncluded = true };

    private int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => IsFree
        ? BinaryPrimitives.ReadUInt64LittleEndian(left).CompareTo(BinaryPrimitives.ReadUInt64LittleEndian(right))
        : left.SequenceCompareTo(right);
}
