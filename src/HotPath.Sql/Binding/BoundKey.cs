using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>A GROUP BY key of the group at hand.</summary>
internal sealed class BoundKey(int index, SqlType type) : BoundExpression(type)
{
    public int Index { get; } = index;

    public override bool IsSameAs(BoundExpression other) => other is BoundKey key && key.Index == Index;
}
