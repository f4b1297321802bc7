using HotPath.Foundation.Memory;
using HotPath.Operators.State;

namespace HotPath.Operators.Shards;

/// <summary>Compiled merge of the accumulators of one group into those of another.</summary>
/// <param name="target">State entry that takes them; its accumulators may have seen nothing.</param>
/// <param name="source">State entry that stays what it is.</param>
/// <param name="texts">Where texts of the target are kept.</param>
/// <param name="distinct">Where DISTINCT sets of the target are kept.</param>
public delegate void MergeKernel(nint target, nint source, SizeClassArena texts, DistinctSets distinct);
