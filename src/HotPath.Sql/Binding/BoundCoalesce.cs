using System.Collections.Generic;
using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>The first argument that is not NULL; later ones are not evaluated.</summary>
internal sealed class BoundCoalesce(IReadOnlyList<BoundExpression> arguments, SqlType type) : BoundExpression(type)
{
    public IReadOnlyList<BoundExpression> Arguments { get; } = arguments;

    public override bool IsSameAs(BoundExpression other) =>
        other is BoundCoalesce test && AreSame(Arguments, test.Arguments);
}
