using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>
/// Rows of overlapping windows without an aggregation: a row comes out once for each window it is in.
/// </summary>
/// <param name="Time">Local wall-clock time of a row.</param>
/// <param name="Specification">The windows.</param>
/// <param name="Row">Conditions and columns, of a row (in place of a state entry) and the bounds of one window.</param>
public sealed record WindowRowsProgram(ClockKernel Time, WindowSpecification Specification, ResultKernel Row);
