using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>The rank of the ranked row at hand: ROW_NUMBER.</summary>
internal sealed class BoundRank() : BoundExpression(SqlType.BigInt)
{
    public override bool IsSameAs(BoundExpression other) => other is BoundRank;
}
