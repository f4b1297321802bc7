using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>
/// An expression with its type, over the columns of a stored row or, behind an aggregation, over a group. Trees are
/// shared: a view's expression used twice is one object, and is computed once a row.
/// </summary>
internal abstract class BoundExpression(SqlType type)
{
    public SqlType Type { get; } = type;

    /// <summary>Whether both compute the same value: how a SELECT item is recognised as a GROUP BY key.</summary>
    public abstract bool IsSameAs(BoundExpression other);

    protected static bool AreSame(
        System.Collections.Generic.IReadOnlyList<BoundExpression> left,
        System.Collections.Generic.IReadOnlyList<BoundExpression> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (int i = 0; i < left.Count; i++)
        {
            if (!left[i].IsSameAs(right[i]))
            {
                return false;
            }
        }

        return true;
    }
}
