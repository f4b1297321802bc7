using HotPath.Foundation.Memory;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>
/// One open pane of one clock, for TUMBLE a whole window: its bounds and the list of its groups in order of arrival. Or
/// a window that fires, with its merged groups. Reused after it has gone.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one operator.</remarks>
public sealed class WindowPane
{
    /// <summary>A pane that is not open.</summary>
    /// <param name="number">Number of the pane object within its operator.</param>
    /// <param name="slots">Empty.</param>
    internal WindowPane(long number, SlotTable slots)
    {
        Number = number;
        Slots = slots;
    }

    /// <summary>Number that owns the pane's entries: of this object, which is not reused while entries live.</summary>
    public long Number { get; }

    /// <summary>What finds its groups.</summary>
    internal SlotTable Slots { get; }

    /// <summary>Id of the tenant; 0 for global.</summary>
    public int Tenant { get; set; }

    /// <summary>Mixed into the hash of every key, so that equal keys of different windows spread.</summary>
    public ulong Salt { get; set; }

    /// <summary>Local wall-clock start. Unit: ms.</summary>
    public long StartMs { get; set; }

    /// <summary>Local wall-clock end. Unit: ms.</summary>
    public long EndMs { get; set; }

    /// <summary>Watermark at which its last window fires and, after its lateness, goes. Unit: ms.</summary>
    public long FireAtMs { get; set; }

    /// <summary>Watermark at which its first window fires. Unit: ms.</summary>
    internal long FirstFireAtMs { get; set; }

    /// <summary>Groups that have arrived. Unit: groups.</summary>
    public long Groups { get; set; }

    /// <summary>First group, or 0.</summary>
    public nint FirstEntry { get; set; }

    /// <summary>Last group, or 0.</summary>
    public nint LastEntry { get; set; }

    /// <summary>Groups that lie in the store alone. Unit: groups.</summary>
    internal long Evicted { get; set; }

    /// <summary>Whether groups have left the list, so that it no longer is all of them in order of arrival.</summary>
    internal bool IsScattered { get; set; }

    /// <summary>The group behind which eviction goes on; 0 for the first.</summary>
    internal nint Hand { get; set; }

    /// <summary>Order of arrival of a scattered window that fires.</summary>
    internal PaneIndex? Index { get; set; }

    /// <summary>Puts a group at the end of the list.</summary>
    internal void Link(nint entry)
    {
        if (LastEntry == 0)
        {
            FirstEntry = entry;
        }
        else
        {
            Raw.Write(LastEntry + EntryDescriptor.NextOfOwner, entry);
        }

        LastEntry = entry;
    }

    /// <summary>Takes a group out of the list.</summary>
    /// <param name="before">The group before it, or 0.</param>
    /// <param name="entry">The group.</param>
    internal void Unlink(nint before, nint entry)
    {
        nint next = Raw.Read<nint>(entry + EntryDescriptor.NextOfOwner);
        if (before == 0)
        {
            FirstEntry = next;
        }
        else
        {
            Raw.Write(before + EntryDescriptor.NextOfOwner, next);
        }

        LastEntry = next == 0 ? before : LastEntry;
    }

    /// <summary>What its groups hold, where a quota counts it. Unit: bytes.</summary>
    internal long StateBytes { get; set; }

    /// <summary>Whether its groups are part of a window that rolls on.</summary>
    internal bool IsMerged { get; set; }

    /// <summary>First chunk of the groups of that window whose youngest pane this is, or 0.</summary>
    internal nint FirstRolling { get; set; }

    /// <summary>Last one, or 0.</summary>
    internal nint LastRolling { get; set; }

    /// <summary>Those that changed after they were merged; <see langword="null"/> before the first.</summary>
    internal LateGroups? Late { get; set; }

    /// <summary>Rows applied to it. Unit: rows.</summary>
    public long Rows { get; set; }
}
