using System.Collections.Generic;
using System.Linq;

namespace HotPath.Runtime.Ingress;

/// <summary>
/// Arranges the sources of a job: bounded ones with a row time are merged by it; bounded ones without take strict turns
/// with that merge; unbounded ones take turns with all of it and are never waited for, nor read while they are too far
/// ahead of others of their group.
/// </summary>
public static class InputPlan
{
    /// <summary>Arranges sources.</summary>
    /// <param name="heads">All sources, by table and file.</param>
    /// <returns>The whole input; a single source stands for itself, without the cost of a merge.</returns>
    public static ISourceTurn Arrange(IReadOnlyList<SourceHead> heads)
    {
        List<SourceHead> timed = [.. heads.Where(head => head.IsBounded && head.HasRowTime)];
        var bounded = new List<ISourceTurn>();
        if (timed.Count > 0)
        {
            bounded.Add(timed.Count == 1 ? timed[0] : new RowTimeMerge(timed));
        }

        bounded.AddRange(heads.Where(head => head.IsBounded && !head.HasRowTime));
        var all = new List<ISourceTurn>();
        if (bounded.Count > 0)
        {
            all.Add(bounded.Count == 1 ? bounded[0] : new RoundRobin(bounded, isStrict: true));
        }

        var groups = new Dictionary<string, List<AlignedTurn>>();
        all.AddRange(heads.Where(head => !head.IsBounded).Select(head => Align(head, groups)));
        return all.Count == 1 ? all[0] : new RoundRobin(all, isStrict: false);
    }

    private static ISourceTurn Align(SourceHead head, Dictionary<string, List<AlignedTurn>> groups)
    {
        if (head.Table.Alignment is not { } alignment || !head.HasRowTime)
        {
            return head;
        }

        groups.TryAdd(alignment.Group, []);
        return new AlignedTurn(head, alignment, groups[alignment.Group]);
    }
}
