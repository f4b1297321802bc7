using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;
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
    /// <summary>The call that is the window in GROUP BY, if that is how it was written.</summary>
    public FunctionExpression? Window { get; init; }

    protected override bool BindSpecial(SqlExpression expression, out BoundExpression? bound)
    {
        if (expression is FunctionExpression function && TryBindCall(function, out bound))
        {
            return true;
        }

        bound = null;
        if (expression is LiteralExpression || AggregateBinder.Contains(expression, Options.Functions))
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

    private bool TryBindCall(FunctionExpression function, out BoundExpression? bound)
    {
        bound = null;
        if (GroupWindows.BoundOf(function) is var role and not WindowBound.None)
        {
            bound = GroupWindows.IsOf(function, Window)
                ? keys.First(key => key.Role == role).OverGroup
                : Refuse(function.Place, function.Name, GroupWindows.Misplaced(function.Name)!);
            return true;
        }

        if (function.Name is "GROUPING" or "GROUPING_ID")
        {
            bound = BindGrouping(function);
            return true;
        }

        if (Deviations.Has(function.Name))
        {
            bound = BindDeviation(function);
            return true;
        }

        if (!AggregateBinder.IsAggregate(function.Name, Options.Functions))
        {
            return false;
        }

        bound = aggregates.Bind(function);
        return true;
    }

    // A bit for each argument, the last one lowest: 1 where the set at hand does not have the key.
    private BoundExpression? BindGrouping(FunctionExpression function)
    {
        long bits = 0;
        foreach (SqlExpression argument in function.Arguments)
        {
            if (input.Bind(argument) is not { } bound)
            {
                return null;
            }

            if (keys.FirstOrDefault(key => key.OverInput.IsSameAs(bound)) is not { } key)
            {
                return Refuse(argument.Place, function.Name, $"an argument of {function.Name} must be a GROUP BY key");
            }

            bits = (bits << 1) | (key.IsAbsent ? 1L : 0L);
        }

        return function.Arguments.Count is > 0 and < 64
            ? new BoundLiteral(bits, SqlType.BigInt)
            : Refuse(function.Place, function.Name, $"{function.Name} needs GROUP BY keys, 63 at most");
    }

    private BoundExpression? BindDeviation(FunctionExpression function)
    {
        if (function.IsDistinct && aggregates.Merged is { } window)
        {
            Diagnostics.Unsupported(
                function.Place, function.Name, $"{function.Name} with DISTINCT in {window} windows");
            return null;
        }

        if (function.Arguments is not [var only] || input.Bind(only) is not { } argument)
        {
            return function.Arguments.Count == 1
                ? null
                : Refuse(function.Place, function.Name, $"{function.Name} needs one argument");
        }

        return argument.Type.IsNumeric
            ? Bind(Deviations.Expand(function, argument.Type))
            : Refuse(function.Place, function.Name, $"{function.Name} cannot take {argument.Type}");
    }

    protected override BoundExpression? BindName(NameExpression name)
    {
        string text = string.Join('.', name.Parts);
        return Refuse(
            name.Place, text,
            $"column '{text}' is neither in GROUP BY nor inside an aggregate; add it to GROUP BY or aggregate it");
    }
}
