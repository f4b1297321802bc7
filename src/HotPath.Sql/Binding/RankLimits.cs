using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Finds the conditions of a WHERE that bound a rank: <c>rn = 1</c>, <c>rn &lt;= 10</c>, <c>rn BETWEEN 2 AND 3</c> and
/// the like, among those that AND puts together.
/// </summary>
internal static class RankLimits
{
    /// <summary>Lets a ranking know its bounds.</summary>
    /// <param name="source">A relation, ranked or not.</param>
    /// <param name="where">The condition, if any.</param>
    /// <param name="scope">Columns that it may name.</param>
    /// <returns>The relation, and what is left of the condition.</returns>
    public static (Relation Source, SqlExpression? Where) Take(
        Relation source, SqlExpression? where, IReadOnlyList<ScopeColumn> scope)
    {
        if (source.Ranking is not { Last: 0 } ranking || where is null)
        {
            return (source, where);
        }

        var rest = new List<SqlExpression>();
        long first = ranking.First;
        long last = int.MaxValue;
        foreach (SqlExpression condition in Parts(where))
        {
            if (BoundsOf(condition, scope) is { } bounds)
            {
                first = System.Math.Max(first, bounds.First);
                last = System.Math.Min(last, bounds.Last);
            }
            else
            {
                rest.Add(condition);
            }
        }

        SqlExpression? left = rest.Count == 0
            ? null
            : rest.Aggregate((all, next) => new BinaryExpression(all.Place, "AND", all, next));
        bool isBounded = last < int.MaxValue && first <= last;
        Ranking bounded = isBounded
            ? ranking with { First = (int)first, Last = (int)last }
            : ranking with { Condition = where.Place, IsEmpty = first > last };
        return (source with { Ranking = bounded }, isBounded ? left : where);
    }

    private static IEnumerable<SqlExpression> Parts(SqlExpression condition) =>
        condition is BinaryExpression { Operator: "AND" } both
            ? Parts(both.Left).Concat(Parts(both.Right))
            : [condition];

    private static (long First, long Last)? BoundsOf(SqlExpression condition, IReadOnlyList<ScopeColumn> scope)
    {
        switch (condition)
        {
            case BetweenExpression { IsNegated: false } between when IsRank(between.Operand, scope):
                return NumberOf(between.Low) is { } low && NumberOf(between.High) is { } high ? (low, high) : null;
            case BinaryExpression binary when IsRank(binary.Left, scope):
                return NumberOf(binary.Right) is { } right ? Bounds(binary.Operator, right) : null;
            case BinaryExpression binary when IsRank(binary.Right, scope):
                return NumberOf(binary.Left) is { } left ? Bounds(Mirrored(binary.Operator), left) : null;
            default:
                return null;
        }
    }

    private static string Mirrored(string comparison) => comparison switch
    {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        _ => comparison,
    };

    private static (long First, long Last)? Bounds(string comparison, long number) => comparison switch
    {
        "=" => (number, number),
        "<" => (1, number - 1),
        "<=" => (1, number),
        ">" => (number + 1, int.MaxValue),
        ">=" => (number, int.MaxValue),
        _ => null,
    };

    private static long? NumberOf(SqlExpression expression) =>
        expression is LiteralExpression { Kind: LiteralKind.Integer } literal
        && int.TryParse(literal.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;

    private static bool IsRank(SqlExpression expression, IReadOnlyList<ScopeColumn> scope)
    {
        if (expression is not NameExpression name)
        {
            return false;
        }

        string? qualifier = name.Parts.Count > 1 ? name.Parts[^2] : null;
        ScopeColumn[] found =
        [
            .. scope.Where(c => c.Name == name.Parts[^1] && (qualifier is null || c.Qualifier == qualifier)),
        ];
        return found is [{ Column.Expression: BoundRank }];
    }
}
