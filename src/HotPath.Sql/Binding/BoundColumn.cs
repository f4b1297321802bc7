using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>A physical column of the scanned table.</summary>
internal sealed class BoundColumn(int index, SqlType type) : BoundExpression(type)
{
    public int Index { get; } = index;

    public override bool IsSameAs(BoundExpression other) => other is BoundColumn column && column.Index == Index;
}
