using System.Collections.Generic;
using HotPath.Operators.Scalars;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>Binds SELECT items and HAVING behind a GROUP BY: over keys, window bounds and aggregates only.</summary>
internal sealed class GroupBinder(
    IReadOnlyList<ScopeColumn> scope,
    ScalarOptions options,
    DiagnosticBag diagnostics,
    ExpressionBinder input,
    AggregateBinder aggregates,
    IReadOnlyList<GroupKey> keys) : ExpressionBinder(scope, options, diagnostics)
{
    protected override bool BindSpecial(SqlExpression expression, out BoundExpression? bound)
    {
        if (expression is FunctionExpression function && AggregateBinder.IsAggregate(function.Name))
        {
            bound = aggregates.Bind(function);
            return true;
        }

        bound = null;
        if (expression is LiteralExpression || AggregateBinder.Contains(expression))
        {
            return false;
        }

        int before = Diagnostics.Count;
        BoundExpression? overInput = input.Bind(expression);
        if (overInput is not null)
        {
            foreach (GroupKey key in keys)
            {
                if (key.OverInput.IsSameAs(overInput))
                {
                    bound = key.OverGroup;
                    return true;
                }
            }
        }

        if (expression is NameExpression)
        {
            // an unknown name was reported by the input's binder; a known one is no key: BindName says so
            return overInput is null;
        }

        Diagnostics.RollBackTo(before);
        return false;
    }

    protected override BoundExpression? BindName(NameExpression name)
    {
        string text = string.Join('.', name.Parts);
        return Refuse(
            name.Place, text,
            $"column '{text}' is neither in GROUP BY nor inside an aggregate; add it to GROUP BY or aggregate it");
    }
}
