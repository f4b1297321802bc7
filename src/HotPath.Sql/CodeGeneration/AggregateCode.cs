using System;
using System.Linq.Expressions;
using System.Reflection;
using HotPath.Dataflow.Rows;
using HotPath.Operators.Groups;
using HotPath.Operators.State;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <summary>Code that updates and reads one aggregate's accumulators.</summary>
internal sealed class AggregateCode(AggregateCall call, AccumulatorSlots slots)
{
    private SqlTypeKind Kind => call.Argument!.Type.Kind;

    /// <summary>Adds the update of one row, whose argument and filter have been computed.</summary>
    public void AddUpdate(
        Operand argument,
        Operand filter,
        Expression value,
        ParameterExpression context,
        ParameterExpression groups,
        CodeBlock block)
    {
        CodeBlock update = block.Nest();
        Expression apply = Update(argument.Value, value, groups);
        if (call.IsDistinct)
        {
            apply = Expression.IfThen(IsNew(argument.Value, value, context, groups), apply);
        }

        update.Add(apply);
        block.Add(Guard(update.Body, argument, filter));
    }

    /// <summary>Adds up by how much the update will make the group larger; changes nothing.</summary>
    public void AddGrowth(
        Operand argument,
        Operand filter,
        Expression value,
        ParameterExpression context,
        ParameterExpression groups,
        ParameterExpression growth,
        CodeBlock block)
    {
        CodeBlock nested = block.Nest();
        if (call.IsDistinct)
        {
            nested.Add(Expression.AddAssign(growth, ElementGrowth(argument.Value, value, context, groups)));
        }

        if (AccumulatorPlan.IsText(call))
        {
            nested.Add(Expression.AddAssign(growth, TextGrowth(argument.Value, value)));
        }

        block.Add(Guard(nested.Body, argument, filter));
    }

    /// <summary>Adds the reading of the result.</summary>
    public Operand AddResult(Expression value, CodeBlock block)
    {
        Expression slot = RowCode.Offset(value, slots.Main);
        if (call.Function is AggregateFunction.CountRows or AggregateFunction.Count)
        {
            return Operand.NotNull(block.Assign(RowCode.Read(typeof(long), value, slots.Main)));
        }

        Expression result = call.Function switch
        {
            AggregateFunction.Sum => SumResult(slot),
            AggregateFunction.Average => AverageResult(slot),
            _ => ExtremeResult(value, slot),
        };
        Operand operand = ExpressionCompiler.Unwrap(block.Assign(result), block);
        return operand.Value.Type == call.Type.ClrType
            ? operand
            : operand with { Value = block.Assign(Expression.Convert(operand.Value, call.Type.ClrType)) };
    }

    private static MethodInfo Method(string name, params Type[] types)
    {
        MethodInfo method = typeof(Accumulators).GetMethod(name)!;
        return types.Length == 0 ? method : method.MakeGenericMethod(types);
    }

    // NULL and rows that FILTER drops do not count.
    private Expression Guard(Expression body, Operand argument, Operand filter)
    {
        if (call.Function != AggregateFunction.CountRows && !argument.IsNeverNull)
        {
            body = Expression.IfThen(Expression.Not(argument.IsNull), body);
        }

        return call.Filter is null ? body : Expression.IfThen(filter.IsTrue, body);
    }

    private MethodCallExpression TextGrowth(Expression argument, Expression value)
    {
        string name = call.Function == AggregateFunction.Minimum
            ? nameof(StateGrowth.OfMinimumText)
            : nameof(StateGrowth.OfMaximumText);
        return Expression.Call(
            typeof(StateGrowth).GetMethod(name)!,
            RowCode.Offset(value, slots.Text),
            RowCode.Offset(value, slots.Main),
            argument);
    }

    private MethodCallExpression ElementGrowth(
        Expression argument, Expression value, ParameterExpression context, ParameterExpression groups)
    {
        Expression set = RowCode.Offset(value, slots.Distinct);
        return call.Argument!.Type.IsVariableLength
            ? Expression.Call(
                typeof(StateGrowth).GetMethod(nameof(StateGrowth.OfTextElement))!, groups, set, argument)
            : Expression.Call(
                typeof(StateGrowth).GetMethod(nameof(StateGrowth.OfElement))!.MakeGenericMethod(argument.Type),
                groups,
                context,
                set,
                argument);
    }

    private Expression Update(Expression argument, Expression value, ParameterExpression groups)
    {
        Expression slot = RowCode.Offset(value, slots.Main);
        switch (call.Function)
        {
            case AggregateFunction.CountRows:
            case AggregateFunction.Count:
                return Expression.Call(Method(nameof(Accumulators.Count)), slot);
            case AggregateFunction.Sum:
                return Sum(argument, slot, isAverage: false);
            case AggregateFunction.Average:
                return Sum(argument, slot, isAverage: true);
            default:
                return Extreme(argument, value, slot, groups);
        }
    }

    private MethodCallExpression Sum(Expression argument, Expression slot, bool isAverage) => Kind switch
    {
        SqlTypeKind.Decimal => Expression.Call(
            Method(isAverage ? nameof(Accumulators.AverageDecimal) : nameof(Accumulators.SumDecimal)), slot, argument),
        SqlTypeKind.Float when !isAverage => Expression.Call(Method(nameof(Accumulators.SumFloat)), slot, argument),
        SqlTypeKind.Float or SqlTypeKind.Double => Expression.Call(
            Method(nameof(Accumulators.SumDouble)), slot, Expression.Convert(argument, typeof(double))),
        _ => Expression.Call(Method(nameof(Accumulators.SumInteger)), slot, Expression.Convert(argument, typeof(long))),
    };

    private MethodCallExpression Extreme(
        Expression argument, Expression value, Expression slot, ParameterExpression groups)
    {
        bool isMinimum = call.Function == AggregateFunction.Minimum;
        if (AccumulatorPlan.IsText(call))
        {
            string name = isMinimum ? nameof(Accumulators.MinimumText) : nameof(Accumulators.MaximumText);
            Expression texts = Expression.Property(groups, nameof(KeyedGroups.Texts));
            return Expression.Call(Method(name), RowCode.Offset(value, slots.Text), slot, argument, texts);
        }

        string fixedName = isMinimum ? nameof(Accumulators.Minimum) : nameof(Accumulators.Maximum);
        Expression seen = RowCode.Offset(value, slots.Main + AccumulatorPlan.ExtremeValueBytes(call));

        // A CLR bool has no order; its byte has, and false comes first in SQL too.
        Expression ordered = Kind == SqlTypeKind.Boolean
            ? Expression.Condition(argument, Expression.Constant((byte)1), Expression.Constant((byte)0))
            : argument;
        return Expression.Call(Method(fixedName, ordered.Type), slot, seen, ordered);
    }

    private MethodCallExpression IsNew(
        Expression argument,
        Expression value,
        ParameterExpression context,
        ParameterExpression groups)
    {
        Expression set = RowCode.Offset(value, slots.Distinct);
        Expression hashes = RowCode.Offset(value, slots.Hashes);
        return call.Argument!.Type.IsVariableLength
            ? Expression.Call(
                typeof(DistinctValues).GetMethod(nameof(DistinctValues.AddText))!, groups, set, hashes, argument)
            : Expression.Call(
                typeof(DistinctValues).GetMethod(nameof(DistinctValues.Add))!.MakeGenericMethod(argument.Type),
                groups,
                context,
                set,
                hashes,
                argument);
    }

    private MethodCallExpression SumResult(Expression slot) => Kind switch
    {
        SqlTypeKind.Decimal => Expression.Call(Method(nameof(Accumulators.DecimalSum)), slot),
        SqlTypeKind.Float => Expression.Call(Method(nameof(Accumulators.FloatSum)), slot),
        SqlTypeKind.Double => Expression.Call(Method(nameof(Accumulators.DoubleSum)), slot),
        _ => Expression.Call(Method(nameof(Accumulators.IntegerSum)), slot),
    };

    private MethodCallExpression AverageResult(Expression slot) => Kind switch
    {
        SqlTypeKind.Decimal => Expression.Call(
            Method(nameof(Accumulators.DecimalAverage)),
            slot,
            Expression.Constant(call.Argument!.Type.Scale),
            Expression.Constant(call.Type.Scale)),
        SqlTypeKind.Float or SqlTypeKind.Double => Expression.Call(Method(nameof(Accumulators.DoubleAverage)), slot),
        _ => Expression.Call(Method(nameof(Accumulators.IntegerAverage)), slot),
    };

    private MethodCallExpression ExtremeResult(Expression value, Expression slot)
    {
        if (AccumulatorPlan.IsText(call))
        {
            return Expression.Call(Method(nameof(Accumulators.ExtremeText)), RowCode.Offset(value, slots.Text), slot);
        }

        Expression seen = RowCode.Offset(value, slots.Main + AccumulatorPlan.ExtremeValueBytes(call));
        return Expression.Call(Method(nameof(Accumulators.Extreme), call.Type.ClrType), slot, seen);
    }
}
