using System;
using System.Collections.Generic;
using HotPath.Dataflow.Rows;
using HotPath.Operators.Scalars;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Binds what evaluates only some of its arguments: CASE, IF, COALESCE, NULLIF, IFNULL, GREATEST, LEAST.
/// </summary>
internal sealed class CaseBinder(ExpressionBinder binder, DiagnosticBag diagnostics)
{
    private static readonly string[] Functions = ["IF", "COALESCE", "NULLIF", "IFNULL", "GREATEST", "LEAST"];

    public static bool Handles(string function) => Array.IndexOf(Functions, function) >= 0;

    public BoundExpression? BindCase(CaseExpression syntax)
    {
        BoundExpression? operand = syntax.Operand is null ? null : binder.Bind(syntax.Operand);
        bool failed = syntax.Operand is not null && operand is null;
        var conditions = new List<BoundExpression>();
        var values = new List<(BoundExpression Value, SourcePlace Place)>();
        foreach (CaseBranch branch in syntax.Branches)
        {
            BoundExpression? condition = syntax.Operand is null
                ? binder.BindCondition(branch.When, "WHEN")
                : binder.Bind(branch.When) is { } when && operand is not null
                    ? binder.Compare("=", operand, when, branch.When.Place)
                    : null;
            BoundExpression? value = binder.Bind(branch.Then);
            if (condition is null || value is null)
            {
                failed = true;
                continue;
            }

            conditions.Add(condition);
            values.Add((value, branch.Then.Place));
        }

        if (syntax.Else is not null)
        {
            BoundExpression? otherwise = binder.Bind(syntax.Else);
            failed |= otherwise is null;
            values.Add((otherwise ?? new BoundLiteral(null, SqlType.Null), syntax.Else.Place));
        }
        else
        {
            values.Add((new BoundLiteral(null, SqlType.Null), syntax.Place));
        }

        return failed ? null : Build(conditions, values, syntax.Place, "CASE");
    }

    public BoundExpression? BindFunction(FunctionExpression function)
    {
        var arguments = new List<(BoundExpression Value, SourcePlace Place)>();
        foreach (SqlExpression argument in function.Arguments)
        {
            if (binder.Bind(argument) is { } bound)
            {
                arguments.Add((bound, argument.Place));
            }
        }

        if (arguments.Count != function.Arguments.Count)
        {
            return null;
        }

        int needed = function.Name switch { "IF" => 3, "NULLIF" or "IFNULL" => 2, _ => -1 };
        if (arguments.Count == 0 || (needed > 0 && arguments.Count != needed))
        {
            string count = needed > 0 ? $"{needed} arguments" : "at least one argument";
            return binder.Refuse(
                function.Place, function.Name, $"{function.Name} needs {count}, not {arguments.Count}");
        }

        return function.Name switch
        {
            "IF" => HasTypes(arguments) ? BindIf(function, arguments) : null,
            "NULLIF" => HasTypes(arguments[..1]) ? BindNullIf(function, arguments) : null,
            "GREATEST" or "LEAST" => HasTypes(arguments) ? BindExtreme(function, arguments) : null,
            _ => BindCoalesce(function, arguments),
        };
    }

    private bool HasTypes(List<(BoundExpression Value, SourcePlace Place)> arguments)
    {
        foreach ((BoundExpression value, SourcePlace place) in arguments)
        {
            if (value.Type.Kind == SqlTypeKind.Null)
            {
                binder.RefuseNull(place);
                return false;
            }
        }

        return true;
    }

    private BoundExpression? BindIf(
        FunctionExpression function, List<(BoundExpression Value, SourcePlace Place)> arguments)
    {
        BoundExpression condition = arguments[0].Value;
        return condition.Type.Kind == SqlTypeKind.Boolean
            ? Build([condition], [arguments[1], arguments[2]], function.Place, "IF")
            : binder.Refuse(function.Place, "IF", $"the first argument of IF must be a BOOLEAN, not {condition.Type}");
    }

    private BoundExpression? BindNullIf(
        FunctionExpression function, List<(BoundExpression Value, SourcePlace Place)> arguments)
    {
        BoundExpression value = arguments[0].Value;
        if (binder.CompareAs(value, arguments[1].Value, function.Place) is not { } equal)
        {
            return null;
        }

        return new BoundCase([equal], [new BoundLiteral(null, value.Type)], value, value.Type);
    }

    private BoundExpression? BindExtreme(
        FunctionExpression function, List<(BoundExpression Value, SourcePlace Place)> arguments)
    {
        if (Unify(arguments, function.Place, function.Name) is not { } values)
        {
            return null;
        }

        BoundExpression extreme = values[0];
        SqlType type = extreme.Type;
        for (int i = 1; i < values.Count; i++)
        {
            if (type.IsApproximate)
            {
                extreme = binder.Operate(function.Name, extreme, values[i], function.Place)!;
                continue;
            }

            if (binder.Compare(function.Name == "GREATEST" ? ">=" : "<=", extreme, values[i], function.Place)
                is not { } wins)
            {
                return null;
            }

            var anyNull = new BoundIsNull(wins, isNegated: false);
            extreme = new BoundCase([anyNull, wins], [new BoundLiteral(null, type), extreme], values[i], type);
        }

        return extreme;
    }

    private BoundCoalesce? BindCoalesce(
        FunctionExpression function, List<(BoundExpression Value, SourcePlace Place)> arguments) =>
        Unify(arguments, function.Place, function.Name) is { } values
            ? new BoundCoalesce(values, values[0].Type)
            : null;

    private BoundCase? Build(
        List<BoundExpression> conditions,
        List<(BoundExpression Value, SourcePlace Place)> values,
        SourcePlace place,
        string word)
    {
        if (Unify(values, place, word) is not { } unified)
        {
            return null;
        }

        return new BoundCase(conditions, unified.GetRange(0, unified.Count - 1), unified[^1], unified[0].Type);
    }

    private List<BoundExpression>? Unify(
        List<(BoundExpression Value, SourcePlace Place)> values, SourcePlace place, string word)
    {
        SqlType common = SqlType.Null;
        foreach ((BoundExpression value, SourcePlace valuePlace) in values)
        {
            if (value.Type.Kind == SqlTypeKind.Null)
            {
                continue;
            }

            SqlType? next = common.Kind == SqlTypeKind.Null ? value.Type : ScalarCatalog.CommonType(common, value.Type);
            if (next is null)
            {
                diagnostics.Error(
                    valuePlace, word,
                    $"{word} mixes {common} and {value.Type}, which have no common type; cast one of them");
                return null;
            }

            common = next;
        }

        // Of both kinds of timestamp a choice has the type of its first value, and the others are instants.
        bool isChoice = word is "CASE" or "IF";
        if (!isChoice && values.Exists(static value => value.Value.Type.Kind == SqlTypeKind.TimestampLtz))
        {
            common = common with { Kind = SqlTypeKind.TimestampLtz };
        }

        if (common.Kind == SqlTypeKind.Null)
        {
            binder.RefuseNull(values[0].Place);
            return null;
        }

        var unified = new List<BoundExpression>();
        foreach ((BoundExpression value, _) in values)
        {
            if (binder.Coerce(value, common, place) is not { } coerced)
            {
                return null;
            }

            unified.Add(coerced);
        }

        return unified;
    }
}
