using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Rows;
using HotPath.Operators.State;
using HotPath.Sql.Binding;

namespace HotPath.Sql.Planning;

/// <summary>
/// Bound expressions as text: for explain, and for operator ids, which derive from a plan's structure and not from its
/// wording.
/// </summary>
internal static class RelationText
{
    public static string Of(BoundExpression expression, Relation relation) => expression switch
    {
        BoundColumn column => relation.Table.Schema.Columns[column.Index].Name,
        BoundLiteral literal => Literal(literal),
        BoundCall call => $"{call.Call.Method.Name}({List(call.Arguments, relation)}){Constants(call)}",
        BoundFunction call => $"{call.Function.Name}({List(call.Arguments, relation)})",
        BoundRetyped retyped => $"{Of(retyped.Operand, relation)}:{retyped.Type}",
        BoundLogical logical =>
            $"({Of(logical.Left, relation)} {(logical.IsAnd ? "AND" : "OR")} {Of(logical.Right, relation)})",
        BoundNot not => $"NOT {Of(not.Operand, relation)}",
        BoundRequired required => $"{Of(required.Operand, relation)} NOT NULL",
        BoundIsNull test => $"{Of(test.Operand, relation)} IS {(test.IsNegated ? "NOT " : string.Empty)}NULL",
        BoundIsTruth test =>
            $"{Of(test.Operand, relation)} IS "
            + $"{(test.IsNegated ? "NOT " : string.Empty)}{(test.Expected ? "TRUE" : "FALSE")}",
        BoundDistinct test => $"{Of(test.Equality, relation)} IS {(test.IsNegated ? "NOT " : string.Empty)}DISTINCT",
        BoundCase branches => Case(branches, relation),
        BoundCoalesce coalesce => $"COALESCE({List(coalesce.Arguments, relation)})",
        BoundKey key => Of(relation.Aggregation!.Keys[key.Index], relation),
        BoundAggregate aggregate => Result(relation.Aggregation!.Calls[aggregate.Index], aggregate, relation),
        BoundRanked ranked => Of(relation.Ranking!.Stored[ranked.Index], relation),
        BoundRank => "ROW_NUMBER",
        BoundClosedBy => "what closed the window",
        BoundWindowBound bound => bound.Bound switch
        {
            WindowBound.Start => "window_start",
            WindowBound.End => "window_end",
            _ => "window_time",
        },
        _ => expression.GetType().Name,
    };

    public static string Of(AggregateCall call, Relation relation)
    {
        string argument = call.Custom is not null
            ? List(call.Arguments, relation)
            : call.Argument is null
            ? "*"
            : (call.IsDistinct ? "DISTINCT " : string.Empty) + Of(call.Argument, relation)
                + (call.Summed is null ? string.Empty : $": {Of(call.Summed, relation)}");
        string filter = call.Filter is null ? string.Empty : $" FILTER ({Of(call.Filter, relation)})";
        string name = call.Function switch
        {
            AggregateFunction.Sum => "SUM",
            AggregateFunction.Average => "AVG",
            AggregateFunction.SquaredDeviations => "M2",
            AggregateFunction.Minimum => "MIN",
            AggregateFunction.Maximum => "MAX",
            AggregateFunction.First => "FIRST_VALUE",
            AggregateFunction.Last => "LAST_VALUE",
            AggregateFunction.Custom => call.Custom!.Name,
            AggregateFunction.ApproximateCount => "APPROX_COUNT_DISTINCT",
            AggregateFunction.ApproximatePercentile => "APPROX_PERCENTILE",
            AggregateFunction.List => $"LISTAGG '{call.Separator}' ",
            _ => "COUNT",
        };
        return $"{name}({argument}){filter}";
    }

    /// <summary>Which rows of which partitions, in which order.</summary>
    public static string Of(Ranking ranking, Relation relation)
    {
        string order = string.Join(", ", ranking.Order.Select(column =>
            $"{Of(column.Expression, relation)} {(column.IsDescending ? "DESC" : "ASC")} "
            + $"NULLS {(column.AreNullsFirst ? "FIRST" : "LAST")}"));
        return $"{ranking.First} to {ranking.Last} of {List(ranking.Partition, relation)} by {order}";
    }

    public static string List(IEnumerable<BoundExpression> expressions, Relation relation) =>
        string.Join(", ", expressions.Select(e => Of(e, relation)));

    private static string Result(AggregateCall call, BoundAggregate result, Relation relation) =>
        call.Parts.Count == 0
            ? Of(call, relation)
            : string.Create(
                CultureInfo.InvariantCulture, $"{Of(call, relation)} at {(decimal)result.Part / QuantileSketch.Whole}");

    private static string Literal(BoundLiteral literal) => literal.Value switch
    {
        null => "NULL",
        byte[] text => $"'{Encoding.UTF8.GetString(text)}'",
        _ when literal.Type.Kind == SqlTypeKind.Decimal => $"{literal.Value}e-{literal.Type.Scale}",
        _ => System.Convert.ToString(literal.Value, System.Globalization.CultureInfo.InvariantCulture)!,
    };

    private static string Constants(BoundCall call) => call.Call.Constants.Count == 0
        ? string.Empty
        : $"[{string.Join(", ", call.Call.Constants.Select(Constant))}]";

    private static string? Constant(object constant) =>
        constant is HotPath.Foundation.Time.ZoneRules zone ? zone.Id : constant.ToString();

    private static string Case(BoundCase branches, Relation relation)
    {
        var text = new StringBuilder("CASE");
        for (int i = 0; i < branches.Conditions.Count; i++)
        {
            text.Append(" WHEN ").Append(Of(branches.Conditions[i], relation)).Append(" THEN ")
                .Append(Of(branches.Values[i], relation));
        }

        return text.Append(" ELSE ").Append(Of(branches.Otherwise, relation)).Append(" END").ToString();
    }
}
