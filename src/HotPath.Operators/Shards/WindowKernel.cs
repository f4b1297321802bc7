using HotPath.Operators.Scalars;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>Compiled WHERE, key, aggregate arguments and accumulator updates of a windowed aggregation.</summary>
/// <param name="row">Start of the stored row.</param>
/// <param name="context">Begun for this row.</param>
/// <param name="window">Finds the group's accumulators; called only after every expression has been evaluated without
/// failure.</param>
/// <returns>Any outcome.</returns>
public delegate RowOutcome WindowKernel(nint row, ScalarContext context, WindowOperator window);
