using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>What closed the window of the group at hand.</summary>
internal sealed class BoundClosedBy() : BoundExpression(SqlType.String)
{
    public override bool IsSameAs(BoundExpression other) => other is BoundClosedBy;
}
