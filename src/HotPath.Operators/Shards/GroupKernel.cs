using HotPath.Operators.Groups;
using HotPath.Operators.Scalars;

namespace HotPath.Operators.Shards;

/// <summary>Compiled WHERE, key, aggregate arguments and accumulator updates of an unbounded aggregation.</summary>
/// <param name="row">Start of the stored row.</param>
/// <param name="context">Begun for this row.</param>
/// <param name="groups">Finds the group's accumulators; called only after every expression has been evaluated without
/// failure.</param>
/// <returns>Applied, Filtered or Failed.</returns>
public delegate RowOutcome GroupKernel(nint row, ScalarContext context, GroupingOperator groups);
