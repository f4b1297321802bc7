using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using HotPath.Dataflow.Ports;
using HotPath.Operators.Scalars;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <summary>
/// Turns bound expressions into code over unboxed locals: a value and a NULL flag each. Strict calls are guarded by
/// their arguments' flags; CASE, COALESCE, AND and OR become branches, so that nothing is evaluated that SQL would not
/// evaluate.
/// </summary>
internal sealed class ExpressionCompiler(
    ConstantPool constants,
    ParameterExpression context,
    Func<BoundExpression, CodeBlock, Operand?> leaf)
{
    public Operand Compile(BoundExpression expression, CodeBlock block)
    {
        if (block.TryFind(expression, out Operand known))
        {
            return known;
        }

        Operand operand = leaf(expression, block) ?? CompileNode(expression, block);
        block.Remember(expression, operand);
        return operand;
    }

    private Operand CompileNode(BoundExpression expression, CodeBlock block) => expression switch
    {
        BoundLiteral literal => literal.Value is null
            ? Operand.Null(literal.Type.ClrType)
            : Operand.NotNull(constants.Constant(literal.Value)),
        BoundRetyped retyped => Compile(retyped.Operand, block),
        BoundCall call => CompileCall(call, block),
        BoundFunction call => new FunctionCode(context).Call(
            call.Function, [.. call.Arguments.Select(argument => Compile(argument, block))], call.Arguments, block),
        BoundLogical logical => CompileLogical(logical, block),
        BoundNot not => CompileNot(not, block),
        BoundIsNull test => CompileIsNull(test, block),
        BoundRequired required => CompileRequired(required, block),
        BoundIsTruth test => CompileIsTruth(test, block),
        BoundDistinct test => CompileDistinct(test, block),
        BoundCase branches => CompileCase(branches, block),
        BoundCoalesce coalesce => CompileCoalesce(coalesce, block),
        _ => throw new InvalidOperationException($"no code for {expression.GetType().Name}"),
    };

    private Operand CompileCall(BoundCall call, CodeBlock block)
    {
        Operand[] arguments = [.. call.Arguments.Select(argument => Compile(argument, block))];
        if (arguments.Any(static a => a.IsAlwaysNull))
        {
            return Operand.Null(call.Type.ClrType);
        }

        return Invoke(call.Call, arguments, block);
    }

    private Operand Invoke(ScalarCall call, Operand[] arguments, CodeBlock block)
    {
        var values = new List<Expression>(arguments.Select(static a => a.Value));
        values.AddRange(call.Constants.Select(static c => Expression.Constant(c)));
        if (call.TakesContext)
        {
            values.Add(context);
        }

        MethodCallExpression result = Expression.Call(call.Method, values);
        Expression[] nulls = [.. arguments.Where(static a => !a.IsNeverNull).Select(static a => a.IsNull)];
        bool canGiveNull = Nullable.GetUnderlyingType(call.Method.ReturnType) is not null;
        if (nulls.Length == 0)
        {
            return canGiveNull ? Unwrap(block.Assign(result), block) : Operand.NotNull(block.Assign(result));
        }

        ParameterExpression isNull = block.Assign(nulls.Aggregate(Expression.OrElse));
        ParameterExpression value = block.Declare(call.ReturnType.ClrType);
        CodeBlock guarded = block.Nest();
        if (canGiveNull)
        {
            Operand inner = Unwrap(guarded.Assign(result), guarded);
            guarded.Add(Expression.Assign(isNull, inner.IsNull));
            guarded.Add(Expression.Assign(value, inner.Value));
        }
        else
        {
            guarded.Add(Expression.Assign(value, result));
        }

        block.Add(Expression.IfThen(Expression.Not(isNull), guarded.Body));
        return new Operand(value, isNull);
    }

    public static Operand Unwrap(ParameterExpression nullable, CodeBlock block) => new(
        block.Assign(Expression.Call(nullable, nameof(Nullable<int>.GetValueOrDefault), Type.EmptyTypes)),
        block.Assign(Expression.Not(Expression.Property(nullable, nameof(Nullable<int>.HasValue)))));

    // AND is decided by a FALSE, OR by a TRUE; otherwise one NULL makes NULL.
    private Operand CompileLogical(BoundLogical logical, CodeBlock block)
    {
        Operand left = Compile(logical.Left, block);
        ParameterExpression value = block.Declare(typeof(bool));
        ParameterExpression isNull = block.Declare(typeof(bool));
        CodeBlock second = block.Nest();
        Operand right = Compile(logical.Right, second);
        Expression decided = Expression.Assign(value, Expression.Constant(!logical.IsAnd));
        second.Add(Expression.IfThenElse(
            logical.IsAnd ? right.IsFalse : right.IsTrue,
            decided,
            Expression.Block(
                Expression.Assign(isNull, Expression.OrElse(left.IsNull, right.IsNull)),
                Expression.Assign(value, Expression.Constant(logical.IsAnd)))));
        block.Add(Expression.IfThenElse(logical.IsAnd ? left.IsFalse : left.IsTrue, decided, second.Body));
        return new Operand(value, isNull);
    }

    private Operand CompileNot(BoundNot not, CodeBlock block)
    {
        Operand operand = Compile(not.Operand, block);
        return operand with { Value = block.Assign(Expression.Not(operand.Value)) };
    }

    private Operand CompileIsNull(BoundIsNull test, CodeBlock block)
    {
        Expression isNull = Compile(test.Operand, block).IsNull;
        return Operand.NotNull(block.Assign(test.IsNegated ? Expression.Not(isNull) : isNull));
    }

    private Operand CompileRequired(BoundRequired required, CodeBlock block)
    {
        Operand operand = Compile(required.Operand, block);
        if (operand.IsNeverNull)
        {
            return operand;
        }

        block.Add(Expression.IfThen(
            operand.IsNull,
            Expression.Call(
                context,
                nameof(ScalarContext.FailWith),
                Type.EmptyTypes,
                Expression.Constant(RejectReason.NullValue),
                Expression.Constant($"{required.Column} is NOT NULL"))));
        return operand;
    }

    private Operand CompileIsTruth(BoundIsTruth test, CodeBlock block)
    {
        Operand operand = Compile(test.Operand, block);
        Expression holds = test.Expected ? operand.IsTrue : operand.IsFalse;
        return Operand.NotNull(block.Assign(test.IsNegated ? Expression.Not(holds) : holds));
    }

    private Operand CompileDistinct(BoundDistinct test, CodeBlock block)
    {
        Operand left = Compile(test.Equality.Arguments[0], block);
        Operand right = Compile(test.Equality.Arguments[1], block);
        Operand equal = Compile(test.Equality, block);
        Expression distinct = Expression.Condition(
            Expression.OrElse(left.IsNull, right.IsNull),
            Expression.NotEqual(left.IsNull, right.IsNull),
            Expression.Not(equal.Value));
        return Operand.NotNull(block.Assign(test.IsNegated ? Expression.Not(distinct) : distinct));
    }

    private Operand CompileCase(BoundCase branches, CodeBlock block)
    {
        ParameterExpression value = block.Declare(branches.Type.ClrType);
        ParameterExpression isNull = block.Declare(typeof(bool));
        CompileBranch(branches, 0, value, isNull, block);
        return new Operand(value, isNull);
    }

    private void CompileBranch(
        BoundCase branches, int index, ParameterExpression value, ParameterExpression isNull, CodeBlock block)
    {
        if (index == branches.Conditions.Count)
        {
            Give(branches.Otherwise, value, isNull, block);
            return;
        }

        Operand condition = Compile(branches.Conditions[index], block);
        CodeBlock then = block.Nest();
        Give(branches.Values[index], value, isNull, then);
        CodeBlock rest = block.Nest();
        CompileBranch(branches, index + 1, value, isNull, rest);
        block.Add(Expression.IfThenElse(condition.IsTrue, then.Body, rest.Body));
    }

    private Operand CompileCoalesce(BoundCoalesce coalesce, CodeBlock block)
    {
        ParameterExpression value = block.Declare(coalesce.Type.ClrType);
        ParameterExpression isNull = block.Declare(typeof(bool));
        CodeBlock current = block;
        var outer = new List<CodeBlock>();
        foreach (BoundExpression argument in coalesce.Arguments)
        {
            Give(argument, value, isNull, current);
            outer.Add(current);
            current = current.Nest();
        }

        for (int i = outer.Count - 2; i >= 0; i--)
        {
            outer[i].Add(Expression.IfThen(isNull, outer[i + 1].Body));
        }

        return new Operand(value, isNull);
    }

    private void Give(
        BoundExpression expression, ParameterExpression value, ParameterExpression isNull, CodeBlock block)
    {
        Operand operand = Compile(expression, block);
        block.Add(Expression.Assign(value, operand.Value));
        block.Add(Expression.Assign(isNull, operand.IsNull));
    }
}
