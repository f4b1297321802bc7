using System;
using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Text;
using HotPath.Operators.Groups;
using HotPath.Operators.State;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <summary>Code that updates and reads one aggregate's accumulators.</summary>
internal sealed partial class AggregateCode(AggregateCall call, AccumulatorSlots slots, bool retracts = false)
{
    private bool IsExtreme => call.Function is AggregateFunction.Minimum or AggregateFunction.Maximum;

    private bool HasSet => call.IsDistinct || (retracts && IsExtreme);

    // Of what is added up or compared.
    private SqlTypeKind Kind => (call.Summed ?? call.Argument!).Type.Kind;

    /// <summary>Adds the update of one row, whose argument and filter have been computed.</summary>
    public void AddUpdate(
        AggregateInput input,
        int index,
        Expression value,
        ParameterExpression context,
        ParameterExpression groups,
        CodeBlock block)
    {
        Operand argument = input.Arguments[index];
        Operand added = call.Summed is null ? argument : input.Summed[index];
        CodeBlock update = block.Nest();
        Expression apply = IsArrivalList
            ? ArrivalCall(nameof(ArrivalLists.Add), argument.Value, value, context, groups)
            : Counted(added, Update(added.Value, value, Expression.Property(groups, nameof(KeyedGroups.Texts))));
        if (HasSet)
        {
            apply = Expression.IfThen(IsNew(argument.Value, value, context, groups), apply);
        }

        update.Add(apply);
        block.Add(Guard(update.Body, argument, input.Filters[index]));
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
        if (call.Custom is not null)
        {
            return; // what it needs, its group has from the begin
        }

        CodeBlock nested = block.Nest();
        if (HasSet)
        {
            nested.Add(Expression.AddAssign(growth, ElementGrowth(argument.Value, value, context, groups)));
        }

        if (AccumulatorPlan.IsText(call) || IsArrivalList)
        {
            Expression grows = Expression.AddAssign(growth, TextGrowth(argument.Value, value));
            nested.Add(call.IsDistinct
                ? Expression.IfThen(Expression.Not(HasElement(argument.Value, value, context, groups)), grows)
                : grows);
        }

        block.Add(Guard(nested.Body, argument, filter));
    }

    /// <summary>Adds the merge of another group's accumulators.</summary>
    /// <param name="target">State entry that takes them.</param>
    /// <param name="source">State entry that they are read from.</param>
    /// <param name="texts">Arena of the target's texts.</param>
    /// <param name="distinct">Sets of the target.</param>
    /// <param name="block">Receives the code.</param>
    /// <param name="isBefore">Whether the other group's values come before the target's.</param>
    public void AddMerge(
        Expression target,
        Expression source,
        Expression texts,
        Expression distinct,
        CodeBlock block,
        bool isBefore = false)
    {
        if (call.Custom is { } custom)
        {
            AddCustomMerge(custom, target, source, block);
            return;
        }

        if (call.IsDistinct)
        {
            AddUnion(target, source, texts, distinct, block);
            return;
        }

        if (call.IsSketch)
        {
            AddSketchMerge(target, source, block);
            return;
        }

        int offset = EntryDescriptor.Value + slots.Main;
        Expression into = RowCode.Offset(target, offset);
        Expression from = RowCode.Offset(source, offset);
        block.Add(call.Function switch
        {
            AggregateFunction.CountRows or AggregateFunction.Count => MergeOf(nameof(AccumulatorMerges.Count)),
            AggregateFunction.Sum or AggregateFunction.Average => MergeOf(SumMerge()),
            AggregateFunction.SquaredDeviations => MergeOf(nameof(AccumulatorMerges.Deviations)),
            AggregateFunction.List => Expression.Call(
                Merge(isBefore ? nameof(AccumulatorMerges.ListTextBefore) : nameof(AccumulatorMerges.ListText)),
                into,
                from,
                Expression.Constant(slots.Text - slots.Main),
                Expression.Constant(Encoding.UTF8.GetBytes(call.Separator)),
                texts),
            _ when AccumulatorPlan.IsText(call) => Expression.Call(
                Merge(IsMinimum ? nameof(AccumulatorMerges.MinimumText) : nameof(AccumulatorMerges.MaximumText)),
                into,
                from,
                Expression.Constant(slots.Text - slots.Main),
                texts),
            _ => Expression.Call(
                Merge(IsMinimum ? nameof(AccumulatorMerges.Minimum) : nameof(AccumulatorMerges.Maximum))
                    .MakeGenericMethod(OrderedType),
                into,
                from,
                Expression.Constant(AccumulatorPlan.ExtremeValueBytes(call))),
        });

        MethodCallExpression MergeOf(string name) => Expression.Call(Merge(name), into, from);
    }

    /// <summary>Whether a merge can be undone to the bit: integers can, and nothing that rounds, overflows for good or
    /// keeps an extreme.</summary>
    public static bool IsRemovable(AggregateCall call) => !call.IsDistinct && call.Function switch
    {
        AggregateFunction.CountRows or AggregateFunction.Count => true,
        AggregateFunction.Sum or AggregateFunction.Average => call.Argument!.Type.Kind
            is not (SqlTypeKind.Decimal or SqlTypeKind.Float or SqlTypeKind.Double),
        _ => false,
    };

    /// <summary>Adds the undo of <see cref="AddMerge"/>, for a call that <see cref="IsRemovable"/>.</summary>
    /// <param name="target">State entry into which the source was merged.</param>
    /// <param name="source">State entry that stays what it is.</param>
    /// <param name="block">Receives the code.</param>
    public void AddRemoval(Expression target, Expression source, CodeBlock block)
    {
        int offset = EntryDescriptor.Value + slots.Main;
        string name = call.Function is AggregateFunction.Sum or AggregateFunction.Average
            ? nameof(AccumulatorRemovals.Integers)
            : nameof(AccumulatorRemovals.Count);
        block.Add(Expression.Call(
            typeof(AccumulatorRemovals).GetMethod(name)!,
            RowCode.Offset(target, offset),
            RowCode.Offset(source, offset)));
    }

    /// <summary>Adds the reading of the result.</summary>
    public Operand AddResult(BoundAggregate asked, Expression value, ParameterExpression context, CodeBlock block)
    {
        if (call.Custom is { } custom)
        {
            return AddCustomResult(custom, value, context, block);
        }

        Expression slot = RowCode.Offset(value, slots.Main);
        if (call.Function is AggregateFunction.CountRows or AggregateFunction.Count)
        {
            return Operand.NotNull(block.Assign(RowCode.Read(typeof(long), value, slots.Main)));
        }

        if (call.Function == AggregateFunction.ApproximateCount)
        {
            return Operand.NotNull(block.Assign(SketchEstimate(slot)));
        }

        Expression result = call.Function switch
        {
            _ when IsArrivalList => ArrivalResult(value, context),
            AggregateFunction.ApproximatePercentile => SketchQuantile(slot, asked.Part),
            AggregateFunction.Sum => SumResult(slot),
            AggregateFunction.Average => AverageResult(slot),
            AggregateFunction.SquaredDeviations =>
                Expression.Call(Method(nameof(Accumulators.SquaredDeviations)), slot),
            _ => ExtremeResult(value, slot),
        };
        Operand operand = ExpressionCompiler.Unwrap(block.Assign(result), block);
        return operand.Value.Type == call.Type.ClrType
            ? operand
            : operand with { Value = block.Assign(Expression.Convert(operand.Value, call.Type.ClrType)) };
    }

    private bool IsMinimum => call.Function == AggregateFunction.Minimum;

    // A CLR bool has no order; its byte has, and false comes first in SQL too.
    private Type OrderedType => Kind == SqlTypeKind.Boolean ? typeof(byte) : call.Argument!.Type.ClrType;

    private static MethodInfo Merge(string name) => typeof(AccumulatorMerges).GetMethod(name)!;

    private string SumMerge() => Kind switch
    {
        SqlTypeKind.Decimal when call.Function == AggregateFunction.Sum => nameof(AccumulatorMerges.DecimalSums),
        SqlTypeKind.Decimal => nameof(AccumulatorMerges.DecimalAverages),
        SqlTypeKind.Float when call.Function == AggregateFunction.Sum => nameof(AccumulatorMerges.Floats),
        SqlTypeKind.Float or SqlTypeKind.Double => nameof(AccumulatorMerges.Doubles),
        _ => nameof(AccumulatorMerges.Integers),
    };

    // Each element of the source that the target's set does not have is a value like any other.
    private void AddUnion(Expression target, Expression source, Expression texts, Expression distinct, CodeBlock block)
    {
        int set = EntryDescriptor.Value + slots.Distinct;
        Expression value = RowCode.Offset(target, EntryDescriptor.Value);
        ParameterExpression element = block.Assign(RowCode.Read(typeof(nint), source, set));
        Expression key = RowCode.Read(typeof(nint), element, EntryDescriptor.KeyAddress);
        Expression isNew = Expression.Call(
            distinct,
            typeof(DistinctSets).GetMethod(nameof(DistinctSets.Add))!,
            target,
            RowCode.Offset(target, set),
            RowCode.Offset(value, slots.Hashes),
            key,
            RowCode.Read(typeof(int), element, EntryDescriptor.KeyLength));
        Expression argument = call.Argument!.Type.IsVariableLength
            ? Expression.Default(typeof(Utf8View))
            : RowCode.Read(call.Argument.Type.ClrType, key, 0);
        Expression next = RowCode.Read(typeof(nint), element, EntryDescriptor.NextOfOwner);
        LabelTarget end = Expression.Label();
        block.Add(Expression.Loop(
            Expression.Block(
                Expression.IfThen(
                    Expression.Equal(element, Expression.Default(typeof(nint))), Expression.Break(end)),
                Expression.IfThen(isNew, Update(argument, value, texts)),
                Expression.Assign(element, next)),
            end));
    }

    private static MethodInfo Method(string name, params Type[] types)
    {
        MethodInfo method = typeof(Accumulators).GetMethod(name)!;
        return types.Length == 0 ? method : method.MakeGenericMethod(types);
    }

    // Passed over where it is NULL and the value is not.
    private Expression Counted(Operand added, Expression apply) => call.Summed is null || added.IsNeverNull
        ? apply
        : Expression.IfThen(Expression.Not(added.IsNull), apply);

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
        if (IsArrivalList)
        {
            return ArrivalGrowth(argument);
        }

        if (call.Function == AggregateFunction.List)
        {
            return Expression.Call(
                typeof(StateGrowth).GetMethod(nameof(StateGrowth.OfList))!,
                RowCode.Offset(value, slots.Main),
                argument,
                Expression.Constant(Encoding.UTF8.GetBytes(call.Separator)));
        }

        string name = call.Function switch
        {
            AggregateFunction.Minimum => nameof(StateGrowth.OfMinimumText),
            AggregateFunction.Maximum => nameof(StateGrowth.OfMaximumText),
            AggregateFunction.First => nameof(StateGrowth.OfFirstText),
            _ => nameof(StateGrowth.OfLastText),
        };
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

    private MethodCallExpression HasElement(
        Expression argument, Expression value, ParameterExpression context, ParameterExpression groups)
    {
        Expression set = RowCode.Offset(value, slots.Distinct);
        return call.Argument!.Type.IsVariableLength
            ? Expression.Call(typeof(StateGrowth), nameof(StateGrowth.HasTextElement), null, groups, set, argument)
            : Expression.Call(
                typeof(StateGrowth), nameof(StateGrowth.HasElement), [argument.Type], groups, context, set, argument);
    }

    private Expression Update(Expression argument, Expression value, Expression texts)
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
            case AggregateFunction.SquaredDeviations:
                return Expression.Call(Method(nameof(Accumulators.Deviate)), slot, argument);
            case AggregateFunction.ApproximateCount:
            case AggregateFunction.ApproximatePercentile:
                return SketchUpdate(argument, slot);
            default:
                return Extreme(argument, value, slot, texts);
        }
    }

    private MethodCallExpression Sum(Expression argument, Expression slot, bool isAverage) => Kind switch
    {
        SqlTypeKind.Decimal when retracts && !isAverage =>
            Expression.Call(Retraction(nameof(AccumulatorRetractions.AddDecimal)), slot, argument),
        SqlTypeKind.Decimal => Expression.Call(
            Method(isAverage ? nameof(Accumulators.AverageDecimal) : nameof(Accumulators.SumDecimal)), slot, argument),
        SqlTypeKind.Float when !isAverage => Expression.Call(Method(nameof(Accumulators.SumFloat)), slot, argument),
        SqlTypeKind.Float or SqlTypeKind.Double => Expression.Call(
            Method(nameof(Accumulators.SumDouble)), slot, Expression.Convert(argument, typeof(double))),
        _ => Expression.Call(Method(nameof(Accumulators.SumInteger)), slot, Expression.Convert(argument, typeof(long))),
    };

    private MethodCallExpression Extreme(Expression argument, Expression value, Expression slot, Expression texts)
    {
        if (call.Function == AggregateFunction.List)
        {
            return Expression.Call(
                Method(nameof(Accumulators.ListText)),
                RowCode.Offset(value, slots.Text),
                slot,
                argument,
                Expression.Constant(Encoding.UTF8.GetBytes(call.Separator)),
                texts);
        }

        if (AccumulatorPlan.IsText(call))
        {
            string name = call.Function switch
            {
                AggregateFunction.Minimum => nameof(Accumulators.MinimumText),
                AggregateFunction.Maximum => nameof(Accumulators.MaximumText),
                AggregateFunction.First => nameof(Accumulators.FirstText),
                _ => nameof(Accumulators.LastText),
            };
            return Expression.Call(Method(name), RowCode.Offset(value, slots.Text), slot, argument, texts);
        }

        string fixedName = call.Function switch
        {
            AggregateFunction.Minimum => nameof(Accumulators.Minimum),
            AggregateFunction.Maximum => nameof(Accumulators.Maximum),
            AggregateFunction.First => nameof(Accumulators.First),
            _ => nameof(Accumulators.Last),
        };
        Expression seen = RowCode.Offset(value, slots.Main + AccumulatorPlan.ExtremeValueBytes(call));

        Expression ordered = Ordered(argument);
        return Expression.Call(Method(fixedName, ordered.Type), slot, seen, ordered);
    }

    private Expression Ordered(Expression argument) => Kind == SqlTypeKind.Boolean
        ? Expression.Condition(argument, Expression.Constant((byte)1), Expression.Constant((byte)0))
        : argument;

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
                SetMethod(retracts ? nameof(DistinctValues.AddTextCopy) : nameof(DistinctValues.AddText)),
                groups,
                set,
                hashes,
                argument)
            : Expression.Call(
                SetMethod(retracts ? nameof(DistinctValues.AddCopy) : nameof(DistinctValues.Add))
                    .MakeGenericMethod(argument.Type),
                groups,
                context,
                set,
                hashes,
                argument);
    }

    private static MethodInfo SetMethod(string name) => typeof(DistinctValues).GetMethod(name)!;

    private MethodCallExpression SumResult(Expression slot) => Kind switch
    {
        SqlTypeKind.Decimal when retracts =>
            Expression.Call(Retraction(nameof(AccumulatorRetractions.DecimalSum)), slot),
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
