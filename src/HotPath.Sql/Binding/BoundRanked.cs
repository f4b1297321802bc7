using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>A column of the ranked row at hand.</summary>
internal sealed class BoundRanked(int index, SqlType type) : BoundExpression(type)
{
    public int Index { get; } = index;

    public override bool IsSameAs(BoundExpression other) => other is BoundRanked ranked && ranked.Index == Index;
}
