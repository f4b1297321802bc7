using System.Collections.Generic;

namespace HotPath.Operators.Windows;

/// <summary>
/// Groups of a pane that change after they were merged into a window that rolls on: those that were are taken out of it
/// until the next window fires, those that are new come into it then.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one pane. Allocates only when there are more than ever before.
/// </remarks>
internal sealed class LateGroups
{
    private readonly HashSet<nint> _known = [];
    private readonly List<(nint Group, bool IsNew)> _all = [];

    /// <summary>In the order in which they changed first.</summary>
    public IReadOnlyList<(nint Group, bool IsNew)> All => _all;

    /// <summary>Notes a group that is about to change.</summary>
    /// <returns>Whether it has not been noted before.</returns>
    public bool Add(nint group, bool isNew)
    {
        bool isAdded = _known.Add(group);
        if (isAdded)
        {
            _all.Add((group, isNew));
        }

        return isAdded;
    }

    /// <summary>Forgets all and keeps the memory.</summary>
    public void Clear()
    {
        _known.Clear();
        _all.Clear();
    }
}
