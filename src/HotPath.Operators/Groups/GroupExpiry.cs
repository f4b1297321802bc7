using HotPath.Foundation.Memory;
using HotPath.Operators.State;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Groups;

/// <summary>
/// When groups end that have a time to live: three numbers in each, and the list of a pane in the order in which groups
/// were written last. Neither clock goes back, so what has expired is always the beginning of the list.
/// </summary>
/// <remarks>
/// <code>
/// fixed part, at the layout's ExpiryOffset:  last row (8) | ingest time (8) | watermark (8)
/// value, at its PreviousOffset:              group before it in the list (8), neither hashed nor stored
/// </code>
/// last row: number of the row that wrote it last, within its clock: a total order, equal after a restart.
/// Threading: single-threaded; owned by one operator. Source: design.md, "State".
/// </remarks>
internal sealed class GroupExpiry(TimeToLive timeToLive, AccumulatorLayout layout)
{
    private const int IngestOffset = 8;
    private const int WatermarkOffset = 16;

    private readonly int _stamp = EntryDescriptor.Value + layout.ExpiryOffset;
    private readonly int _previous = EntryDescriptor.Value + layout.PreviousOffset;

    /// <summary>Number of the row that wrote a group last.</summary>
    public long LastRowOf(nint entry) => Raw.Read<long>(entry + _stamp);

    /// <summary>Whether a group has ended.</summary>
    /// <param name="entry">Address of the group.</param>
    /// <param name="ingestTimeMs">Now, in ingest time. Unit: ms.</param>
    /// <param name="watermarkMs">Now, in event time. Unit: ms.</param>
    /// <returns>Whether its last write is as far back as it may live, as in Flink: not the moment after.</returns>
    public bool HasEnded(nint entry, long ingestTimeMs, long watermarkMs) =>
        IsOver(timeToLive.IngestMs, ingestTimeMs, Raw.Read<long>(entry + _stamp + IngestOffset))
        || IsOver(timeToLive.EventMs, Floor(watermarkMs), Raw.Read<long>(entry + _stamp + WatermarkOffset));

    /// <summary>A row has been applied to a group.</summary>
    public void Write(WindowPane pane, nint entry, long ingestTimeMs, long watermarkMs)
    {
        Raw.Write(entry + _stamp, pane.Rows);
        Raw.Write(entry + _stamp + IngestOffset, ingestTimeMs);
        Raw.Write(entry + _stamp + WatermarkOffset, Floor(watermarkMs));
        if (pane.LastEntry != entry)
        {
            Unlink(pane, entry);
            Link(pane, entry);
        }
    }

    /// <summary>A new group has been put at the end of the list.</summary>
    /// <param name="entry">Address of the group.</param>
    /// <param name="previous">The group that was last before, or 0.</param>
    public void NoteAppended(nint entry, nint previous) => Raw.Write(entry + _previous, previous);

    /// <summary>Puts a group at the end of the list.</summary>
    public void Link(WindowPane pane, nint entry)
    {
        NoteAppended(entry, pane.LastEntry);
        Raw.Write(entry + EntryDescriptor.NextOfOwner, (nint)0);
        pane.Link(entry);
    }

    /// <summary>Takes a group out of the list.</summary>
    public void Unlink(WindowPane pane, nint entry)
    {
        nint previous = Raw.Read<nint>(entry + _previous);
        nint next = Raw.Read<nint>(entry + EntryDescriptor.NextOfOwner);
        pane.Unlink(previous, entry);
        if (next != 0)
        {
            Raw.Write(next + _previous, previous);
        }
    }

    private static bool IsOver(long liveMs, long nowMs, long writtenMs) => liveMs != 0 && nowMs - writtenMs >= liveMs;

    // Watermarks start at 0; before the first there is none.
    private static long Floor(long watermarkMs) => watermarkMs < 0 ? 0 : watermarkMs;
}
