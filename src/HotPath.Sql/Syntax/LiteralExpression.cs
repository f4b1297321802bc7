namespace HotPath.Sql.Syntax;

/// <summary>
/// A literal. Numbers keep their text, so that the binder gives them Flink's type (0.908 is DECIMAL(4, 3)).
/// </summary>
/// <param name="Place">Where the literal starts.</param>
/// <param name="Kind">Which kind of literal.</param>
/// <param name="Text">
/// Number: digits as written. String: the content, quotes removed. Date, time and timestamp: the content of the quotes.
/// Day interval: milliseconds in decimal, sign included. Month interval: months. Boolean: TRUE or FALSE. Null: empty.
/// </param>
public sealed record LiteralExpression(SourcePlace Place, LiteralKind Kind, string Text) : SqlExpression(Place);
