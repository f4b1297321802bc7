using HotPath.Operators.Scalars;

namespace HotPath.Operators.Shards;

/// <summary>
/// Compiled WHERE, time, key and aggregate arguments of a windowed aggregation: everything of a row that can fail.
/// </summary>
/// <param name="row">Start of the stored row.</param>
/// <param name="context">Begun for the run of this row.</param>
/// <param name="slot">Where they go, see <see cref="RowSlot"/>.</param>
/// <returns><see cref="RowOutcome.Applied"/> when they are there; filtered or failed.</returns>
public delegate RowOutcome RowKeyKernel(nint row, ScalarContext context, nint slot);
