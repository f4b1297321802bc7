using HotPath.Operators.Windows;

namespace HotPath.Sql.Binding;

/// <summary>The window of a window table function.</summary>
/// <param name="Time">Wall-clock time of a row, in ms.</param>
/// <param name="Specification">Size, offset and zone.</param>
internal sealed record TumblingWindow(BoundExpression Time, WindowSpecification Specification);
