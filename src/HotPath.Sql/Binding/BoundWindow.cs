using HotPath.Operators.Windows;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>The windows of a window table function.</summary>
/// <param name="Time">Wall-clock time of a row, in ms.</param>
/// <param name="Specification">Which windows.</param>
/// <param name="Syntax">Where it stands.</param>
internal sealed record BoundWindow(
    BoundExpression Time, WindowSpecification Specification, WindowTableReference Syntax)
{
    /// <summary>Whether a row falls into several windows, so that their bounds are none of its own values.</summary>
    public bool Overlaps => Specification.Kind != WindowKind.Tumble;
}
