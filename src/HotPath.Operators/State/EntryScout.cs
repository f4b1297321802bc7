using HotPath.Foundation.Memory;
using HotPath.Operators.Windows;

namespace HotPath.Operators.State;

/// <summary>
/// Goes ahead of a walk over a list of entries, so that the memory each needs is asked for some entries before its
/// turn.
/// </summary>
/// <remarks>
/// The list must not change in front of the walk. Whoever walks asks for what else an entry needs:
/// <code>
/// while (scout.TryGoOn(out nint ahead)) { table.PrefetchRemoval(ahead); }
/// ...
/// scout.Follow();
/// </code>
/// Threading: single-threaded.
/// </remarks>
/// <param name="first">Where the walk starts; 0 for a walk that needs none.</param>
internal struct EntryScout(nint first)
{
    private const int LeadMax = 8;

    private nint _next = first;
    private int _lead;

    /// <summary>A scout for a walk over entries.</summary>
    /// <param name="areNear">Whether the entries, or what is found through them, need no asking for.</param>
    /// <param name="first">Where the walk starts.</param>
    public static EntryScout Of(bool areNear, nint first) => new(areNear ? 0 : first);

    /// <summary>The next entry, unless the scout is far enough ahead.</summary>
    /// <param name="entry">The entry.</param>
    public bool TryGoOn(out nint entry)
    {
        entry = _next;
        if (_next == 0 || _lead == LeadMax)
        {
            return false;
        }

        _lead++;
        _next = Raw.Read<nint>(_next + EntryDescriptor.NextOfOwner);
        EntrySlabs.Prefetch(_next);
        return true;
    }

    /// <summary>Goes on, for a walk that removes entries and does nothing else with them.</summary>
    /// <param name="table">What they are removed from.</param>
    public void AskForRemovals(PaneTable table)
    {
        while (TryGoOn(out nint entry))
        {
            table.PrefetchRemoval(entry);
        }
    }

    /// <summary>The walk has left an entry behind.</summary>
    public void Follow() => _lead--;
}
