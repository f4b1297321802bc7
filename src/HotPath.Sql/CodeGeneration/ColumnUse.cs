using System.Collections.Generic;
using System.Linq.Expressions;
using HotPath.Operators.Scalars;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <summary>Which columns of the row at hand, and whether its rank, some expressions read.</summary>
internal sealed class ColumnUse(ConstantPool constants)
{
    private readonly ParameterExpression _context = Expression.Parameter(typeof(ScalarContext), "context");

    /// <summary>Columns of the row that is read.</summary>
    public SortedSet<int> Columns { get; } = [];

    /// <summary>Columns of the ranked row.</summary>
    public SortedSet<int> Ranked { get; } = [];

    public bool UsesRank { get; private set; }

    public void Add(IEnumerable<BoundExpression> expressions)
    {
        var block = new CodeBlock();
        var compiler = new ExpressionCompiler(constants, _context, (expression, _) => Leaf(expression));
        foreach (BoundExpression expression in expressions)
        {
            compiler.Compile(expression, block);
        }
    }

    // Code that nobody runs: a variable for each value that comes from outside.
    private Operand? Leaf(BoundExpression expression)
    {
        switch (expression)
        {
            case BoundColumn column:
                Columns.Add(column.Index);
                break;
            case BoundRanked ranked:
                Ranked.Add(ranked.Index);
                break;
            case BoundRank:
                UsesRank = true;
                break;
            case BoundKey or BoundAggregate or BoundWindowBound or BoundClosedBy:
                break;
            default:
                return null;
        }

        return new Operand(Expression.Variable(expression.Type.ClrType), Expression.Variable(typeof(bool)));
    }
}
