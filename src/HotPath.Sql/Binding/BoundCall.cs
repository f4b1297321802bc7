using System.Collections.Generic;
using HotPath.Operators.Scalars;

namespace HotPath.Sql.Binding;

/// <summary>A strict operator, function or cast: NULL in, NULL out.</summary>
internal sealed class BoundCall(ScalarCall call, IReadOnlyList<BoundExpression> arguments)
    : BoundExpression(call.ReturnType)
{
    public ScalarCall Call { get; } = call;

    public IReadOnlyList<BoundExpression> Arguments { get; } = arguments;

    public override bool IsSameAs(BoundExpression other)
    {
        if (other is not BoundCall call
            || call.Call.Method != Call.Method
            || call.Type != Type
            || call.Call.Constants.Count != Call.Constants.Count)
        {
            return false;
        }

        for (int i = 0; i < Call.Constants.Count; i++)
        {
            if (!Equals(Call.Constants[i], call.Call.Constants[i]))
            {
                return false;
            }
        }

        return AreSame(Arguments, call.Arguments);
    }
}
