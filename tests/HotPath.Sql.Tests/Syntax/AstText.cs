using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Tests.Syntax;

/// <summary>Writes a syntax tree as one line with every grouping visible, so that tests compare text.</summary>
internal static class AstText
{
    public static string Of(SqlExpression? expression) => expression switch
    {
        null => "-",
        LiteralExpression { Kind: LiteralKind.Null } => "NULL",
        LiteralExpression { Kind: LiteralKind.String } text => $"'{text.Text}'",
        LiteralExpression { Kind: LiteralKind.Integer or LiteralKind.Boolean } plain => plain.Text,
        LiteralExpression other => $"{other.Kind}:{other.Text}",
        NameExpression name => string.Join('.', name.Parts),
        StarExpression star => star.Qualifier is null ? "*" : $"{star.Qualifier}.*",
        UnaryExpression unary when unary.Operator.StartsWith("IS", System.StringComparison.Ordinal) =>
            $"({Of(unary.Operand)} {unary.Operator})",
        UnaryExpression unary => $"({unary.Operator} {Of(unary.Operand)})",
        BinaryExpression binary => $"({Of(binary.Left)} {binary.Operator} {Of(binary.Right)})",
        BetweenExpression x => $"({Of(x.Operand)} {Not(x.IsNegated)}BETWEEN {Of(x.Low)} AND {Of(x.High)})",
        InExpression x => $"({Of(x.Operand)} {Not(x.IsNegated)}IN [{List(x.Items)}])",
        LikeExpression x => $"({Of(x.Operand)} {Not(x.IsNegated)}LIKE {Of(x.Pattern)}{Escape(x.Escape)})",
        CastExpression x => $"{(x.IsTry ? "TRY_CAST" : "CAST")}({Of(x.Operand)} AS {x.Type})",
        CaseExpression x => Case(x),
        FunctionExpression x => Function(x),
        _ => expression.GetType().Name,
    };

    public static string Of(SelectQuery query)
    {
        string text = "SELECT " + string.Join(", ", query.Items.Select(Item)) + " FROM " + Of(query.From);
        text += query.Where is null ? string.Empty : $" WHERE {Of(query.Where)}";
        text += query.HasGroupBy ? $" GROUP BY {List(query.GroupBy)}" : string.Empty;
        return text + (query.Having is null ? string.Empty : $" HAVING {Of(query.Having)}");
    }

    public static string Of(TableReference table) => table switch
    {
        NamedTableReference named => named.Name + Alias(table),
        UnionTableReference union => string.Join(" UNION ", union.Queries.Select(query => $"({Of(query)})")),
        SubqueryTableReference subquery => $"({Of(subquery.Query)}){Alias(table)}",
        WindowTableReference window => $"{window.Function}[{Of(window.Input)}{Parts(window)} | {Of(window.TimeColumn)} | "
            + (window.Step is null ? string.Empty : $"{window.Step.Text} | ")
            + $"{window.Size.Text} | {window.Offset?.Text ?? "-"}]{Alias(table)}",
        _ => table.GetType().Name,
    };

    private static string Parts(WindowTableReference window) =>
        window.PartitionBy.Count == 0 ? string.Empty : $" BY {string.Join(", ", window.PartitionBy.Select(Of))}";

    private static string Item(SelectItem item) =>
        Of(item.Expression) + (item.Alias is null ? string.Empty : $" AS {item.Alias}");

    private static string Alias(TableReference table) => table.Alias is null ? string.Empty : $" AS {table.Alias}";

    private static string Not(bool isNegated) => isNegated ? "NOT " : string.Empty;

    private static string Escape(SqlExpression? escape) => escape is null ? string.Empty : $" ESCAPE {Of(escape)}";

    private static string List(IEnumerable<SqlExpression> items) => string.Join(", ", items.Select(Of));

    private static string Case(CaseExpression x) =>
        $"CASE {Of(x.Operand)} "
        + string.Concat(x.Branches.Select(b => $"WHEN {Of(b.When)} THEN {Of(b.Then)} "))
        + $"ELSE {Of(x.Else)} END";

    private static string Function(FunctionExpression x) =>
        $"{x.Name}({(x.IsDistinct ? "DISTINCT " : string.Empty)}{List(x.Arguments)})"
        + (x.Filter is null ? string.Empty : $" FILTER {Of(x.Filter)}");
}
