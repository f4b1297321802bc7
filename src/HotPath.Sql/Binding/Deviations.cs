using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Variances and standard deviations as Flink computes them: the sum of squared deviations from the mean, in DOUBLE by
/// Welford's method, divided, and cast to the type of the argument. Source: asked of Flink 2.3.0; see DeviationTests.
/// </summary>
internal static class Deviations
{
    /// <summary>
    /// The sum of squared deviations of its last argument, of two that of the second for each different value of the
    /// first. No script can write the name.
    /// </summary>
    public const string SquaredDeviations = "M2\0";

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
        SourcePlace place = function.Place;
        SqlExpression value = function.Arguments[0];
        SqlExpression number = new CastExpression(place, value, SqlType.Double, IsTry: false);
        SqlExpression count = Call("COUNT", value);
        SqlExpression spread =
            function.IsDistinct ? Call(SquaredDeviations, value, number) : Call(SquaredDeviations, number);
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
