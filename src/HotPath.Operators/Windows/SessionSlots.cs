using HotPath.Foundation.Memory;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>What a session's entry holds beside its accumulators.</summary>
/// <remarks>
/// <code>
/// fixed part, at the layout's SessionOffset:  start (8) | end (8) | rows (8), unless a COUNT(*) is that number
/// value, at its RightOffset, not hashed:      right child (8) | timer (8), where sessions are kept
/// </code>
/// start, end: local wall-clock ms; the end is a gap behind the last row. The left child is the entry's next of owner.
/// </remarks>
internal sealed class SessionSlots(AccumulatorLayout layout)
{
    private readonly int _bounds = EntryDescriptor.Value + layout.SessionOffset;
    private readonly int _rows = EntryDescriptor.Value + layout.SessionRowsOffset;
    private readonly int _right = EntryDescriptor.Value + layout.RightOffset;
    private readonly int _timer = EntryDescriptor.Value + layout.TimerOffset;

    /// <summary>Whether no accumulator counts the rows.</summary>
    public bool CountsRows { get; } =
        layout.SessionRowsOffset == layout.SessionOffset + SessionWindowOperator.BoundsBytes;

    /// <summary>Time of its first row. Unit: ms.</summary>
    public ref long StartMs(nint session) => ref Raw.Ref<long>(session + _bounds);

    /// <summary>A gap behind its last row. Unit: ms.</summary>
    public ref long EndMs(nint session) => ref Raw.Ref<long>(session + _bounds + 8);

    /// <summary>Rows applied to it. Unit: rows.</summary>
    public ref long Rows(nint session) => ref Raw.Ref<long>(session + _rows);

    /// <summary>When the one timer of it that counts is due, where sessions are kept. Unit: ms.</summary>
    public ref long TimerMs(nint session) => ref Raw.Ref<long>(session + _timer);

    /// <summary>Where the address of its left child lies.</summary>
    public static nint LeftLink(nint session) => session + EntryDescriptor.NextOfOwner;

    /// <summary>Where the address of its right child lies.</summary>
    public nint RightLink(nint session) => session + _right;
}
