using System.Collections.Generic;
using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>
/// CASE, IF, NULLIF: the value of the first condition that is TRUE. Only the chosen branch is evaluated.
/// </summary>
internal sealed class BoundCase(
    IReadOnlyList<BoundExpression> conditions,
    IReadOnlyList<BoundExpression> values,
    BoundExpression otherwise,
    SqlType type) : BoundExpression(type)
{
    public IReadOnlyList<BoundExpression> Conditions { get; } = conditions;

    public IReadOnlyList<BoundExpression> Values { get; } = values;

    public BoundExpression Otherwise { get; } = otherwise;

    public override bool IsSameAs(BoundExpression other) =>
        other is BoundCase test
        && AreSame(Conditions, test.Conditions)
        && AreSame(Values, test.Values)
        && Otherwise.IsSameAs(test.Otherwise);
}
