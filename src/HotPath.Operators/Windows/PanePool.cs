using System;
using System.Collections.Generic;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>The window objects of one operator, open and spare, by number.</summary>
/// <param name="newSlots">Makes what a pane finds its groups by.</param>
/// <remarks>Threading: single-threaded; owned by one operator.</remarks>
internal sealed class PanePool(Func<SlotTable> newSlots) : IDisposable
{
    private readonly List<WindowPane> _all = [];
    private readonly Stack<WindowPane> _spare = new();

    /// <summary>The pane behind the owner of a group.</summary>
    public WindowPane this[long number] => _all[(int)number];

    /// <summary>An empty pane; the caller sets its bounds.</summary>
    public WindowPane Take()
    {
        if (_spare.Count == 0)
        {
            _all.Add(new WindowPane(_all.Count, newSlots()));
            return _all[^1];
        }

        WindowPane pane = _spare.Pop();
        pane.Rows = 0;
        pane.Groups = 0;
        pane.FirstEntry = 0;
        pane.LastEntry = 0;
        pane.Evicted = 0;
        pane.StateBytes = 0;
        pane.IsScattered = false;
        pane.Hand = 0;
        pane.IsMerged = false;
        pane.FirstRolling = 0;
        pane.LastRolling = 0;
        return pane;
    }

    /// <summary>Takes back a pane without entries.</summary>
    public void Give(WindowPane pane)
    {
        pane.Slots.Release();
        _spare.Push(pane);
    }

    /// <summary>Gives back what unfinished firings hold.</summary>
    public void Dispose()
    {
        foreach (WindowPane pane in _all)
        {
            pane.Index?.Dispose();
            pane.Index = null;
        }
    }
}
