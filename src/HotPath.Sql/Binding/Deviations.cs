using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Variances and standard deviations as Flink computes them: over SUM and COUNT, in the type of the argument. Integers
/// are added up as BIGINT, so that none wraps earlier. Source: flink-semantics.md 2.4.
/// </summary>
internal static class Deviations
{
    /// <summary>
    /// The sum, over different values, of what stands second: their squares. No script can write the name.
    /// </summary>
    public const string SumOfEach = "SUM\0";

    /// <summary>Their names.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["STDDEV", "STDDEV_POP", "STDDEV_SAMP", "VARIANCE", "VAR_POP", "VAR_SAMP"];

    /// <summary>Whether a function is one of them.</summary>
    public static bool Has(string function) => Names.Contains(function, StringComparer.Ordinal);

    /// <summary>The call over SUM and COUNT.</summary>
    /// <param name="function">The call, with one argument.</param>
    /// <param name="argument">Type of its argument, a number.</param>
    public static SqlExpression Expand(FunctionExpression function, SqlType argument)
    {
        SqlType result = argument.Kind == SqlTypeKind.Decimal
            ? SqlType.Decimal(38, Math.Max(6, argument.Scale))
            : argument;
        SqlType summed = argument.IsInteger
            ? SqlType.BigInt
            : argument.Kind == SqlTypeKind.Decimal ? result : SqlType.Double;
        SourcePlace place = function.Place;
        SqlExpression value = new CastExpression(place, function.Arguments[0], summed, IsTry: false);
        SqlExpression count = Call("COUNT", value);
        SqlExpression sum = Call("SUM", value);
        SqlExpression square = Binary("*", value, value);
        SqlExpression squares = function.IsDistinct ? Call(SumOfEach, value, square) : Call("SUM", square);
        SqlExpression spread = Binary("-", squares, Binary("/", Binary("*", sum, sum), count));
        bool isSample = function.Name is "STDDEV" or "STDDEV_SAMP" or "VARIANCE" or "VAR_SAMP";
        SqlExpression one = new LiteralExpression(place, LiteralKind.Integer, "1");
        SqlExpression zero = new LiteralExpression(place, LiteralKind.Integer, "0");
        SqlExpression divisor = isSample
            ? new FunctionExpression(place, "NULLIF", [Binary("-", count, one), zero])
            : count;
        SqlExpression variance = Binary("/", spread, divisor);
        SqlExpression half = new LiteralExpression(place, LiteralKind.Approximate, "5e-1");
        bool isRoot = function.Name.StartsWith("STDDEV", System.StringComparison.Ordinal);
        return new CastExpression(
            place,
            isRoot ? new FunctionExpression(place, "POWER", [variance, half]) : variance,
            result,
            IsTry: false);

        SqlExpression Call(string name, params SqlExpression[] of) =>
            new FunctionExpression(place, name, of, function.IsDistinct, function.Filter);

        SqlExpression Binary(string op, SqlExpression left, SqlExpression right) =>
            new BinaryExpression(place, op, left, right);
    }
}
