using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <summary>
/// Statements of compiled code in the making. A nested block is a branch: what it computes may be reused inside it, but
/// not behind it; what an outer block has computed is reused everywhere inside.
/// </summary>
internal sealed class CodeBlock
{
    private readonly CodeBlock? _outer;
    private readonly List<ParameterExpression> _variables;
    private readonly List<Expression> _statements = [];
    private readonly Dictionary<BoundExpression, Operand> _computed = new(ReferenceEqualityComparer.Instance);

    public CodeBlock()
        : this(outer: null, [])
    {
    }

    private CodeBlock(CodeBlock? outer, List<ParameterExpression> variables)
    {
        _outer = outer;
        _variables = variables;
    }

    public CodeBlock Nest() => new(this, _variables);

    public void Add(Expression statement) => _statements.Add(statement);

    public ParameterExpression Declare(Type type)
    {
        ParameterExpression variable = Expression.Variable(type);
        _variables.Add(variable);
        return variable;
    }

    public ParameterExpression Assign(Expression value)
    {
        ParameterExpression variable = Declare(value.Type);
        Add(Expression.Assign(variable, value));
        return variable;
    }

    public bool TryFind(BoundExpression expression, out Operand operand)
    {
        for (CodeBlock? block = this; block is not null; block = block._outer)
        {
            if (block._computed.TryGetValue(expression, out operand))
            {
                return true;
            }
        }

        operand = default;
        return false;
    }

    public void Remember(BoundExpression expression, Operand operand) => _computed[expression] = operand;

    /// <summary>The statements of a nested block.</summary>
    public Expression Body => _statements.Count == 0 ? Expression.Empty() : Expression.Block(typeof(void), _statements);

    /// <summary>The whole method, with every variable of every nested block.</summary>
    public BlockExpression Finish(Expression result) =>
        Expression.Block(result.Type, _variables, [.. _statements, result]);
}
