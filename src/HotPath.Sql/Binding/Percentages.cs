using System.Globalization;
using HotPath.Operators.State;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>The percentage of APPROX_PERCENTILE: a literal, so that results come from exact ranks.</summary>
internal static class Percentages
{
    /// <summary>What the arguments have to be.</summary>
    public const string Form = "a number and a percentage, which is a literal from 0 to 1 with up to 9 digits behind "
        + "the point, as in APPROX_PERCENTILE(x, 0.95)";

    /// <summary>Reads one.</summary>
    /// <param name="argument">What was written.</param>
    /// <param name="part">The percentage. Unit: 1 / <see cref="QuantileSketch.Whole"/>.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead(SqlExpression argument, out long part)
    {
        part = 0;
        bool isNumber = argument is LiteralExpression
        {
            Kind: LiteralKind.Integer or LiteralKind.Decimal or LiteralKind.Approximate,
        };
        if (!isNumber
            || !decimal.TryParse(
                ((LiteralExpression)argument).Text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
            || value is < 0 or > 1
            || value * QuantileSketch.Whole % 1 != 0)
        {
            return false;
        }

        part = (long)(value * QuantileSketch.Whole);
        return true;
    }
}
