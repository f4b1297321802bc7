using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Syntax;

/// <summary>CAST or TRY_CAST.</summary>
/// <param name="Place">Where the expression starts.</param>
/// <param name="Operand">Value.</param>
/// <param name="Type">Target type.</param>
/// <param name="IsTry">Whether failure gives NULL.</param>
public sealed record CastExpression(SourcePlace Place, SqlExpression Operand, SqlType Type, bool IsTry)
    : SqlExpression(Place);
