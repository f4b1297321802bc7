using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Syntax;

/// <summary>A column of CREATE TABLE: physical (Type) or computed (Computed).</summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Name">Name.</param>
/// <param name="Type">Type of a physical column; null for a computed one.</param>
/// <param name="Computed">Expression after AS; null for a physical column.</param>
/// <param name="IsNotNull">Whether NOT NULL was written.</param>
public sealed record ColumnDeclaration(
    SourcePlace Place,
    string Name,
    SqlType? Type,
    SqlExpression? Computed,
    bool IsNotNull) : SqlNode(Place);
