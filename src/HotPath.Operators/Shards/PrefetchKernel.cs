using HotPath.Operators.Groups;
using HotPath.Operators.Scalars;

namespace HotPath.Operators.Shards;

/// <summary>
/// Compiled key of an aggregation alone: asks for the memory of a row's group before its turn.
/// </summary>
/// <param name="row">Start of the stored row.</param>
/// <param name="context">Begun for this row.</param>
/// <param name="groups">Looks for the group; its state does not change.</param>
public delegate void PrefetchKernel(nint row, ScalarContext context, KeyedGroups groups);
