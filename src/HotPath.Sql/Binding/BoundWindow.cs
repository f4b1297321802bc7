using System.Collections.Generic;
using System.Linq;
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
    /// <summary>
    /// Whether a row falls into several windows, or into one that other rows shape: bounds are none of its own values.
    /// </summary>
    public bool Overlaps => Specification.Kind != WindowKind.Tumble;

    /// <summary>Whether rows have the bounds of earlier windows, and each end has its own groups.</summary>
    public bool IsOfEnds { get; init; }

    /// <summary>Keys of PARTITION BY, over the stored row; of SESSION alone.</summary>
    public IReadOnlyList<BoundExpression> PartitionBy { get; init; } = [];

    /// <summary>Whether sessions are those of the groups: only then are they one aggregation.</summary>
    public bool IsPartitionedBy(IReadOnlyList<BoundExpression> keys) =>
        Specification.Kind != WindowKind.Session
        || (PartitionBy.All(part => keys.Any(part.IsSameAs)) && keys.All(key => PartitionBy.Any(key.IsSameAs)));
}
