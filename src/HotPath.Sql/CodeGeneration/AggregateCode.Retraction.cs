using System.Linq.Expressions;
using System.Reflection;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Text;
using HotPath.Operators.Groups;
using HotPath.Operators.State;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <content>Rows that are taken back.</content>
internal sealed partial class AggregateCode
{
    /// <summary>Adds the undo of one row's update, whose argument and filter have been computed.</summary>
    public void AddRetraction(
        AggregateInput input,
        int index,
        Expression value,
        ParameterExpression context,
        ParameterExpression groups,
        CodeBlock block)
    {
        Operand argument = input.Arguments[index];
        Operand added = call.Summed is null ? argument : input.Summed[index];
        CodeBlock nested = block.Nest();
        Expression undo = IsExtreme
            ? ForgetExtreme(argument.Value, value, groups, nested)
            : IsArrivalList
            ? ArrivalCall(nameof(ArrivalLists.Remove), argument.Value, value, context, groups)
            : Counted(added, Undo(added.Value, RowCode.Offset(value, slots.Main)));
        nested.Add(HasSet ? Expression.IfThen(IsLast(argument.Value, value, context, groups), undo) : undo);
        block.Add(Guard(nested.Body, argument, input.Filters[index]));
    }

    private static MethodInfo Retraction(string name) => typeof(AccumulatorRetractions).GetMethod(name)!;

    private MethodCallExpression Undo(Expression argument, Expression slot) => call.Function switch
    {
        AggregateFunction.CountRows or AggregateFunction.Count =>
            Expression.Call(Retraction(nameof(AccumulatorRetractions.Count)), slot),
        AggregateFunction.Average => UndoSum(argument, slot, isAverage: true),
        AggregateFunction.SquaredDeviations =>
            Expression.Call(Retraction(nameof(AccumulatorRetractions.Deviate)), slot, argument),
        _ => UndoSum(argument, slot, isAverage: false),
    };

    private MethodCallExpression UndoSum(Expression argument, Expression slot, bool isAverage) => Kind switch
    {
        SqlTypeKind.Decimal => Expression.Call(
            Retraction(isAverage
                ? nameof(AccumulatorRetractions.AverageDecimal)
                : nameof(AccumulatorRetractions.SumDecimal)),
            slot,
            argument),
        SqlTypeKind.Float when !isAverage =>
            Expression.Call(Retraction(nameof(AccumulatorRetractions.SumFloat)), slot, argument),
        SqlTypeKind.Float or SqlTypeKind.Double => Expression.Call(
            Retraction(nameof(AccumulatorRetractions.SumDouble)), slot, Expression.Convert(argument, typeof(double))),
        _ => Expression.Call(
            Retraction(nameof(AccumulatorRetractions.SumInteger)), slot, Expression.Convert(argument, typeof(long))),
    };

    private MethodCallExpression IsLast(
        Expression argument, Expression value, ParameterExpression context, ParameterExpression groups)
    {
        Expression set = RowCode.Offset(value, slots.Distinct);
        Expression hashes = RowCode.Offset(value, slots.Hashes);
        return call.Argument!.Type.IsVariableLength
            ? Expression.Call(SetMethod(nameof(DistinctValues.RemoveTextCopy)), groups, set, hashes, argument)
            : Expression.Call(
                SetMethod(nameof(DistinctValues.RemoveCopy)).MakeGenericMethod(argument.Type),
                groups,
                context,
                set,
                hashes,
                argument);
    }

    // As in Flink, the next extreme is looked for among all values that are left, and only when the extreme goes.
    private Expression ForgetExtreme(
        Expression argument, Expression value, ParameterExpression groups, CodeBlock block)
    {
        Expression texts = Expression.Property(groups, nameof(KeyedGroups.Texts));
        Expression slot = RowCode.Offset(value, slots.Main);
        if (AccumulatorPlan.IsText(call))
        {
            Expression text = RowCode.Offset(value, slots.Text);
            ParameterExpression before = block.Assign(RowCode.Read(typeof(int), value, slots.Text + 8));
            Expression given = Expression.Convert(
                Expression.Subtract(before, RowCode.Read(typeof(int), value, slots.Text + 8)), typeof(long));
            return Expression.IfThen(
                Expression.Call(Retraction(nameof(AccumulatorRetractions.ForgetText)), text, slot, argument, texts),
                Expression.Block(
                    Rescan(value, texts, block),
                    Expression.Call(groups, typeof(KeyedGroups).GetMethod(nameof(KeyedGroups.Shrink))!, given)));
        }

        Expression seen = RowCode.Offset(value, slots.Main + AccumulatorPlan.ExtremeValueBytes(call));
        Expression ordered = Ordered(argument);
        return Expression.IfThen(
            Expression.Call(
                Retraction(nameof(AccumulatorRetractions.Forget)).MakeGenericMethod(ordered.Type), slot, seen, ordered),
            Rescan(value, texts, block));
    }

    private LoopExpression Rescan(Expression value, Expression texts, CodeBlock block)
    {
        ParameterExpression element = block.Declare(typeof(nint));
        LabelTarget end = Expression.Label();
        ParameterExpression isBegun = block.Declare(typeof(bool));
        Expression key = RowCode.Read(typeof(nint), element, EntryDescriptor.KeyAddress);
        Expression next = RowCode.Read(typeof(nint), element, EntryDescriptor.NextOfOwner);
        Expression first = RowCode.Read(typeof(nint), value, slots.Distinct);
        Expression argument = call.Argument!.Type.IsVariableLength
            ? Expression.New(
                typeof(Utf8View).GetConstructor([typeof(nint), typeof(int)])!,
                key,
                RowCode.Read(typeof(int), element, EntryDescriptor.KeyLength))
            : RowCode.Read(call.Argument.Type.ClrType, key, 0);
        return Expression.Loop(
            Expression.Block(
                Expression.Assign(element, Expression.Condition(isBegun, next, first)),
                Expression.Assign(isBegun, Expression.Constant(true)),
                Expression.IfThen(
                    Expression.Equal(element, Expression.Default(typeof(nint))), Expression.Break(end)),
                Update(argument, value, texts)),
            end);
    }
}
