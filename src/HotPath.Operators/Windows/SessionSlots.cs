using HotPath.Foundation.Memory;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>What a session's entry holds beside its accumulators.</summary>
/// <remarks>
/// <code>
/// fixed part, at the layout's SessionOffset:  start (8) | end (8) | rows (8)
/// value, at its RightOffset:                  right child (8) | timer (8), neither hashed nor stored
/// </code>
/// start, end: local wall-clock ms; the end is a gap behind the last row. The left child is the entry's next of owner.
/// </remarks>
internal sealed class SessionSlots(AccumulatorLayout layout)
{
    private readonly int _stamp = EntryDescriptor.Value + layout.SessionOffset;
    private readonly int _right = EntryDescriptor.Value + layout.RightOffset;

    /// <summary>Time of its first row. Unit: ms.</summary>
    public ref long StartMs(nint session) => ref Raw.Ref<long>(session + _stamp);

    /// <summary>A gap behind its last row. Unit: ms.</summary>
    public ref long EndMs(nint session) => ref Raw.Ref<long>(session + _stamp + 8);

    /// <summary>Rows applied to it. Unit: rows.</summary>
    public ref long Rows(nint session) => ref Raw.Ref<long>(session + _stamp + 16);

    /// <summary>When the one timer of it that counts is due, where sessions are kept. Unit: ms.</summary>
    public ref long TimerMs(nint session) => ref Raw.Ref<long>(session + _right + 8);

    /// <summary>Where the address of its left child lies.</summary>
    public static nint LeftLink(nint session) => session + EntryDescriptor.NextOfOwner;

    /// <summary>Where the address of its right child lies.</summary>
    public nint RightLink(nint session) => session + _right;
}
