using HotPath.Operators.Scalars;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>Compiled accumulator updates of a windowed aggregation: nothing of them can fail.</summary>
/// <param name="row">Start of the stored row.</param>
/// <param name="context">Begun for the run of this row.</param>
/// <param name="window">The operator, which has located the group.</param>
/// <param name="value">Address of the group's value.</param>
/// <param name="slot">What the first half has found out, see <see cref="RowSlot"/>.</param>
public delegate void RowUpdateKernel(nint row, ScalarContext context, WindowOperator window, nint value, nint slot);
