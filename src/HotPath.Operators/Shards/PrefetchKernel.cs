using HotPath.Operators.Scalars;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>
/// Compiled key of a windowed aggregation alone: asks for the memory of a row's group before its turn.
/// </summary>
/// <param name="row">Start of the stored row.</param>
/// <param name="context">Begun for this row.</param>
/// <param name="window">Looks for the group; its state does not change.</param>
public delegate void PrefetchKernel(nint row, ScalarContext context, TumblingWindowOperator window);
