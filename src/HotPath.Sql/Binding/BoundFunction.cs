using System.Collections.Generic;
using HotPath.Operators.Functions;

namespace HotPath.Sql.Binding;

/// <summary>A call of a user's scalar function, whose arguments have been cast to what its parameters take.</summary>
internal sealed class BoundFunction(ScalarFunction function, IReadOnlyList<BoundExpression> arguments)
    : BoundExpression(function.Result.Type)
{
    public ScalarFunction Function { get; } = function;

    public IReadOnlyList<BoundExpression> Arguments { get; } = arguments;

    public override bool IsSameAs(BoundExpression other) =>
        other is BoundFunction call && call.Function.Method == Function.Method && AreSame(Arguments, call.Arguments);
}
