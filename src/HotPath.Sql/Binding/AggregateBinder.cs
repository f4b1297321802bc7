using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;
using HotPath.Operators.Functions;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Binds aggregate calls over the input row and gives them their result types. Source: flink-semantics.md 2.10.
/// </summary>
/// <param name="input">Binds arguments.</param>
/// <param name="merged">Name of the window function whose panes are merged, or null.</param>
/// <param name="readsUpdates">Whether rows may be taken back.</param>
/// <param name="own">The user's functions.</param>
/// <param name="diagnostics">Takes errors.</param>
internal sealed class AggregateBinder(
    ExpressionBinder input, string? merged, bool readsUpdates, FunctionSet own, DiagnosticBag diagnostics)
{
    private static readonly Dictionary<string, AggregateFunction> Supported = new(StringComparer.Ordinal)
    {
        ["COUNT"] = AggregateFunction.Count,
        ["SUM"] = AggregateFunction.Sum,
        [Deviations.SquaredDeviations] = AggregateFunction.SquaredDeviations,
        ["AVG"] = AggregateFunction.Average,
        ["MIN"] = AggregateFunction.Minimum,
        ["MAX"] = AggregateFunction.Maximum,
        ["FIRST_VALUE"] = AggregateFunction.First,
        ["LAST_VALUE"] = AggregateFunction.Last,
        ["LISTAGG"] = AggregateFunction.List,
        ["APPROX_COUNT_DISTINCT"] = AggregateFunction.ApproximateCount,
        ["APPROX_PERCENTILE"] = AggregateFunction.ApproximatePercentile,
    };

    private static readonly HashSet<string> Later = new(StringComparer.Ordinal)
    {
        "COLLECT", "STDDEV", "STDDEV_POP", "STDDEV_SAMP", "VAR_POP", "VAR_SAMP",
        "VARIANCE",
        "ARRAY_AGG", "JSON_OBJECTAGG", "JSON_ARRAYAGG", "SINGLE_VALUE", "PERCENTILE",
        "BIT_AND", "BIT_OR",
        "GROUPING", "GROUPING_ID", "GROUP_ID", "CUME_DIST", "PERCENT_RANK", "SUM0",
    };

    // With these, more than 10^9 different values do not overflow.
    private const int DistinctDigitsMax = 28;

    private readonly List<AggregateCall> _calls = [];

    public IReadOnlyList<AggregateCall> Calls => _calls;

    /// <summary>Name of the window function whose panes are merged, or null.</summary>
    public string? Merged => merged;

    /// <summary>Names that a script may write, upper-case.</summary>
    public static IEnumerable<string> Names =>
        Supported.Keys.Where(static name => name != Deviations.SquaredDeviations).Concat(Deviations.Names);

    /// <summary>Whether a function is an aggregate of Flink's.</summary>
    public static bool IsBuiltIn(string function) => Supported.ContainsKey(function) || Later.Contains(function);

    public static bool IsAggregate(string function, FunctionSet own) =>
        IsBuiltIn(function) || own.IsAggregate(function);

    /// <summary>Whether an aggregate call stands anywhere in an expression.</summary>
    public static bool Contains(SqlExpression expression, FunctionSet own)
    {
        return Holds(expression);

        bool Holds(SqlExpression part) => part switch
        {
            FunctionExpression function => IsAggregate(function.Name, own) || function.Arguments.Any(Holds),
            UnaryExpression unary => Holds(unary.Operand),
            BinaryExpression binary => Holds(binary.Left) || Holds(binary.Right),
            BetweenExpression between => Holds(between.Operand) || Holds(between.Low) || Holds(between.High),
            InExpression list => Holds(list.Operand) || list.Items.Any(Holds),
            LikeExpression like => Holds(like.Operand) || Holds(like.Pattern),
            CaseExpression branches => (branches.Operand is not null && Holds(branches.Operand))
                || branches.Branches.Any(b => Holds(b.When) || Holds(b.Then))
                || (branches.Else is not null && Holds(branches.Else)),
            CastExpression cast => Holds(cast.Operand),
            _ => false,
        };
    }

    public BoundAggregate? Bind(FunctionExpression function)
    {
        CustomAggregate? custom = own.IsAggregate(function.Name) ? own.FindAggregate(function.Name) : null;
        if (!Supported.TryGetValue(function.Name, out AggregateFunction kind) && custom is null)
        {
            string instead = function.Name == "PERCENTILE" ? "; APPROX_PERCENTILE is nearest" : string.Empty;
            diagnostics.Unsupported(function.Place, function.Name, $"aggregate {function.Name}{instead}");
            return null;
        }

        BoundExpression? filter = function.Filter is null ? null : input.BindCondition(function.Filter, "FILTER");
        AggregateCall? unfiltered = custom is not null
            ? BindOwn(function, custom)
            : kind == AggregateFunction.SquaredDeviations
            ? BindDeviations(function)
            : kind > AggregateFunction.Custom ? BindSketch(function, kind) : BindArgument(function, kind);
        if ((function.Filter is not null && filter is null) || unfiltered is not { } call)
        {
            return null;
        }

        call = call with { Filter = filter };
        int index = _calls.FindIndex(call.IsSameAs);
        if (index < 0)
        {
            index = _calls.Count;
            _calls.Add(call);
        }
        else if (call.Parts.Except(_calls[index].Parts).Any())
        {
            _calls[index] = call with { Parts = [.. _calls[index].Parts, .. call.Parts] };
        }

        return new BoundAggregate(index, call.Type) { Part = call.Parts.Count == 0 ? 0 : call.Parts[0] };
    }

    private AggregateCall? BindOwn(FunctionExpression function, CustomAggregate custom)
    {
        if (function.IsDistinct || (readsUpdates && custom.Retract is null))
        {
            diagnostics.Unsupported(
                function.Place,
                custom.Name,
                function.IsDistinct
                    ? $"{custom.Name} with DISTINCT; select distinct rows in a subquery"
                    : $"{custom.Name} over rows that change, since {custom.Holder.FullName} has no method Retract");
            return null;
        }

        return input.BindArguments(function, custom.Name, custom.Parameters) is not { } arguments
            ? null
            : new AggregateCall(
                AggregateFunction.Custom, arguments.FirstOrDefault(), IsDistinct: false, null, custom.Result.Type)
            {
                Custom = custom,
                MoreArguments = [.. arguments.Skip(1)],
            };
    }

    private AggregateCall? BindDeviations(FunctionExpression function)
    {
        const AggregateFunction Kind = AggregateFunction.SquaredDeviations;
        if (input.Bind(function.Arguments[^1]) is not { } number)
        {
            return null;
        }

        return !function.IsDistinct
            ? new AggregateCall(Kind, number, IsDistinct: false, null, SqlType.Double)
            : input.Bind(function.Arguments[0]) is { } value
            ? new AggregateCall(Kind, value, IsDistinct: true, null, SqlType.Double) { Summed = number }
            : null;
    }

    private AggregateCall? BindSketch(FunctionExpression function, AggregateFunction kind)
    {
        bool isCount = kind == AggregateFunction.ApproximateCount;
        if (function.IsDistinct || readsUpdates)
        {
            string exact = isCount ? "; use COUNT(DISTINCT ...)" : string.Empty;
            diagnostics.Unsupported(
                function.Place,
                function.Name,
                $"{function.Name} {(function.IsDistinct ? "with DISTINCT" : $"over rows that change{exact}")}");
            return null;
        }

        long part = 0;
        if (function.Arguments.Count != (isCount ? 1 : 2)
            || function.Arguments[0] is StarExpression
            || (!isCount && !Percentages.TryRead(function.Arguments[1], out part)))
        {
            return Refuse(
                function,
                isCount ? $"{function.Name} needs one argument" : $"{function.Name} needs {Percentages.Form}");
        }

        if (input.Bind(function.Arguments[0]) is not { } argument)
        {
            return null;
        }

        if (argument is BoundRowBound)
        {
            input.RefuseBound(function.Arguments[0]);
            return null;
        }

        if (isCount)
        {
            return argument.Type.Kind == SqlTypeKind.Null
                ? Refuse(function, $"{function.Name} cannot take {argument.Type}")
                : new AggregateCall(kind, argument, IsDistinct: false, null, SqlType.BigInt);
        }

        var asDouble = new CastExpression(function.Place, function.Arguments[0], SqlType.Double, IsTry: false);
        return argument.Type.IsNumeric && input.Bind(asDouble) is { } value
            ? new AggregateCall(kind, value, IsDistinct: false, null, SqlType.Double) { Parts = [part] }
            : Refuse(function, $"{function.Name} cannot take {argument.Type}");
    }

    private AggregateCall? BindArgument(FunctionExpression function, AggregateFunction kind)
    {
        if (function.Arguments is [StarExpression] or [])
        {
            if (kind == AggregateFunction.Count && !function.IsDistinct)
            {
                return new AggregateCall(AggregateFunction.CountRows, null, IsDistinct: false, null, SqlType.BigInt);
            }

            return Refuse(
                function,
                $"{function.Name} needs an argument{(function.IsDistinct ? " after DISTINCT" : string.Empty)}");
        }

        if (!TakesArguments(function, kind, out string separator))
        {
            return null;
        }

        if (input.Bind(function.Arguments[0]) is not { } argument)
        {
            return null;
        }

        if (argument is BoundRowBound)
        {
            input.RefuseBound(function.Arguments[0]);
            return null;
        }

        // MIN and MAX of a set are those of the bag, and so is the first as long as nothing goes: no set is kept.
        bool isDistinct = function.IsDistinct
            && kind is not (AggregateFunction.Minimum or AggregateFunction.Maximum)
            && (kind != AggregateFunction.First || readsUpdates);
        if (isDistinct && merged is not null && kind != AggregateFunction.Count && !IsSumOfAnyOrder(argument.Type))
        {
            diagnostics.Unsupported(
                function.Place, function.Name, $"{function.Name}(DISTINCT ...) of {argument.Type} in {merged} windows");
            return null;
        }

        return ResultType(kind, argument.Type) is { } type
            ? new AggregateCall(kind, argument, isDistinct, null, type) { Separator = separator }
            : Refuse(function, $"{function.Name} cannot take {argument.Type}");
    }

    private bool TakesArguments(FunctionExpression function, AggregateFunction kind, out string separator)
    {
        separator = ",";
        if (kind == AggregateFunction.List
            && function.Arguments is [_, LiteralExpression { Kind: LiteralKind.String } literal])
        {
            separator = literal.Text;
        }
        else if (function.Arguments.Count > 1)
        {
            string what = kind == AggregateFunction.List ? "a separator that is no text literal" : "several columns";
            diagnostics.Unsupported(function.Place, function.Name, $"{function.Name} of {what}");
            return false;
        }

        return kind < AggregateFunction.First || IsInOrder(function, kind);
    }

    // Which comes first is the order of arrival. Where panes and sessions are merged Flink refuses the same.
    private bool IsInOrder(FunctionExpression function, AggregateFunction kind)
    {
        if (merged is null || (kind == AggregateFunction.List && !function.IsDistinct))
        {
            return true;
        }

        string how = kind == AggregateFunction.List ? "with DISTINCT " : string.Empty;
        diagnostics.Unsupported(function.Place, function.Name, $"{function.Name} {how}in {merged} windows");
        return false;
    }

    // Merged sets have no order, and a sum must not show one: floating point would, and DECIMAL that overflows.
    private static bool IsSumOfAnyOrder(SqlType type) =>
        !type.IsApproximate && (type.Kind != SqlTypeKind.Decimal || type.Precision <= DistinctDigitsMax);

    private AggregateCall? Refuse(FunctionExpression function, string message)
    {
        diagnostics.Error(function.Place, function.Name, message);
        return null;
    }

    private static SqlType? ResultType(AggregateFunction kind, SqlType argument) => kind switch
    {
        AggregateFunction.Count => argument.Kind == SqlTypeKind.Null ? null : SqlType.BigInt,
        AggregateFunction.Sum when argument.Kind == SqlTypeKind.Decimal => SqlType.Decimal(38, argument.Scale),
        AggregateFunction.Average when argument.Kind == SqlTypeKind.Decimal =>
            SqlType.Decimal(38, Math.Max(6, argument.Scale)),
        AggregateFunction.Sum or AggregateFunction.Average => argument.IsNumeric ? argument : null,
        AggregateFunction.List => argument.IsText ? SqlType.String : null,
        AggregateFunction.Minimum or AggregateFunction.Maximum
            or AggregateFunction.First or AggregateFunction.Last =>
            argument.Kind == SqlTypeKind.Null || argument.Kind == SqlTypeKind.VarBinary
            ? null
            : argument,
        _ => null,
    };
}
