using System;
using System.Linq.Expressions;
using System.Reflection;
using HotPath.Operators.Functions;
using HotPath.Operators.State;

namespace HotPath.Sql.CodeGeneration;

/// <content>
/// Users' aggregates. A slot is <c>[failed: 8][accumulator]</c>. Each method works on a copy, which takes the place of
/// the accumulator when it has returned. What throws where no row can be dropped any more, in a merge or over rows that
/// will be taken back, marks the slot: its results fail from then on.
/// </content>
internal sealed partial class AggregateCode
{
    private const int MarkBytes = sizeof(long);

    /// <summary>Length of a slot. Unit: bytes.</summary>
    public static int CustomBytes(CustomAggregate custom) => MarkBytes + ((custom.AccumulatorBytes + 7) & ~7);

    /// <summary>Adds the update of a copy; the row fails when it throws.</summary>
    /// <param name="arguments">Computed arguments.</param>
    /// <param name="filter">Computed condition of FILTER.</param>
    /// <param name="value">Value of the group's entry, or 0 for one that is not there yet.</param>
    /// <param name="context">The row's.</param>
    /// <param name="block">Receives the code.</param>
    /// <returns>What <see cref="AddCustomCommit"/> takes.</returns>
    public CustomUpdate AddCustomTrial(
        Operand[] arguments, Operand filter, Expression value, ParameterExpression context, CodeBlock block)
    {
        CustomAggregate custom = call.Custom!;
        ParameterExpression copy = block.Declare(custom.Accumulator);
        ParameterExpression isCalled = block.Assign(IsCalled(custom, arguments, filter));
        Expression isThere = Expression.NotEqual(value, Expression.Default(typeof(nint)));
        Expression stored = RowCode.Read(custom.Accumulator, value, slots.Main + MarkBytes);
        Expression update = Expression.Call(custom.Accumulate, Values(custom, copy, arguments));
        block.Add(Expression.IfThen(
            isCalled,
            Expression.Block(
                Expression.Assign(
                    copy, Expression.Condition(isThere, stored, Expression.Default(custom.Accumulator))),
                new FunctionCode(context).Guarded(update, NameOf(custom, custom.Accumulate)))));
        return new CustomUpdate(copy, isCalled);
    }

    /// <summary>Adds that a copy takes the accumulator's place.</summary>
    public void AddCustomCommit(CustomUpdate update, Expression value, CodeBlock block) =>
        block.Add(Expression.IfThen(
            update.IsCalled, RowCode.Write(value, slots.Main + MarkBytes, update.Accumulator)));

    /// <summary>Adds the update by a row that may be taken back, or its undo.</summary>
    public void AddCustomChange(
        MethodInfo method, Operand[] arguments, Operand filter, Expression value, CodeBlock block)
    {
        CustomAggregate custom = call.Custom!;
        ParameterExpression copy = block.Declare(custom.Accumulator);
        Expression isSound = Expression.Equal(
            RowCode.Read(typeof(long), value, slots.Main), Expression.Constant(0L));
        block.Add(Expression.IfThen(
            Expression.AndAlso(IsCalled(custom, arguments, filter), isSound),
            Expression.Block(
                Expression.Assign(copy, RowCode.Read(custom.Accumulator, value, slots.Main + MarkBytes)),
                OrMark(
                    Expression.Block(
                        Expression.Call(method, Values(custom, copy, arguments)),
                        RowCode.Write(value, slots.Main + MarkBytes, copy)),
                    RowCode.Offset(value, slots.Main),
                    method == custom.Retract ? AccumulatorMarks.Retract : AccumulatorMarks.Accumulate,
                    NameOf(custom, method)))));
    }

    private static string NameOf(CustomAggregate custom, MethodInfo method) => $"{custom.Name}.{method.Name}";

    private static TryExpression OrMark(Expression body, Expression slot, AccumulatorMarks mark, string function)
    {
        ParameterExpression thrown = Expression.Variable(typeof(Exception));
        Expression check = Expression.Call(
            typeof(FunctionCalls), nameof(FunctionCalls.CheckFate), null, thrown, Expression.Constant(function));
        return Expression.TryCatch(
            Expression.Block(typeof(void), body), Expression.Catch(
                thrown,
                Expression.Block(typeof(void), check, RowCode.Write(slot, 0, Expression.Constant((long)mark)))));
    }

    private Expression IsCalled(CustomAggregate custom, Operand[] arguments, Operand filter)
    {
        Expression isCalled = FunctionCode.IsNeverCalled(custom.Parameters, arguments)
            ? Expression.Constant(false)
            : FunctionCode.AnyNull(custom.Parameters, arguments) is { } isNull
                ? Expression.Not(isNull)
                : Expression.Constant(true);
        return call.Filter is null ? isCalled : Expression.AndAlso(filter.IsTrue, isCalled);
    }

    private Expression[] Values(CustomAggregate custom, ParameterExpression copy, Operand[] arguments) =>
        [copy, .. FunctionCode.Arguments(custom.Parameters, arguments, [.. call.Arguments])];

    private void AddCustomMerge(CustomAggregate custom, Expression target, Expression source, CodeBlock block)
    {
        int offset = EntryDescriptor.Value + slots.Main;
        Expression into = RowCode.Offset(target, offset);
        ParameterExpression copy = block.Declare(custom.Accumulator);
        ParameterExpression other = block.Declare(custom.Accumulator);
        Expression marks = Expression.Or(
            RowCode.Read(typeof(long), target, offset), RowCode.Read(typeof(long), source, offset));
        block.Add(Expression.IfThenElse(
            Expression.NotEqual(marks, Expression.Constant(0L)),
            RowCode.Write(into, 0, marks),
            Expression.Block(
                Expression.Assign(copy, RowCode.Read(custom.Accumulator, target, offset + MarkBytes)),
                Expression.Assign(other, RowCode.Read(custom.Accumulator, source, offset + MarkBytes)),
                OrMark(
                    Expression.Block(
                        Expression.Call(custom.Merge, copy, other),
                        RowCode.Write(target, offset + MarkBytes, copy)),
                    into,
                    AccumulatorMarks.Merge,
                    NameOf(custom, custom.Merge)))));
    }

    private Operand AddCustomResult(
        CustomAggregate custom, Expression value, ParameterExpression context, CodeBlock block)
    {
        var code = new FunctionCode(context);
        ParameterExpression copy = block.Assign(
            RowCode.Read(custom.Accumulator, value, slots.Main + MarkBytes));
        Expression marks = RowCode.Read(typeof(long), value, slots.Main);
        Expression name = Expression.Constant(custom.Name);
        Expression fail = Expression.Call(
            typeof(FunctionCalls), nameof(FunctionCalls.FailMarked), null, context, marks, name);
        block.Add(Expression.IfThen(Expression.NotEqual(marks, Expression.Constant(0L)), fail));
        return code.Result(
            custom.Result,
            Expression.Call(custom.Read, [copy, .. code.Buffer(custom.Result)]),
            NameOf(custom, custom.Read),
            block);
    }
}
