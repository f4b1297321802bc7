using System.Collections.Generic;
using System.Linq;

namespace HotPath.Runtime.Ingress;

/// <summary>
/// Arranges the sources of a job: bounded ones with a row time are merged by it; bounded ones without take strict turns
/// with that merge; unbounded ones take turns with all of it and are never waited for.
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

        all.AddRange(heads.Where(head => !head.IsBounded));
        return all.Count == 1 ? all[0] : new RoundRobin(all, isStrict: false);
    }
}
