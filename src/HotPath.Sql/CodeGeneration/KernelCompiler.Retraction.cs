using System.Linq.Expressions;
using System.Reflection;
using HotPath.Dataflow.Rows;
using HotPath.Operators.Shards;
using HotPath.Operators.State;
using HotPath.Operators.Windows;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <content>Aggregations of rows that are taken back.</content>
internal sealed partial class KernelCompiler
{
    private static readonly MethodInfo LocateChangedInWindow = typeof(WindowOperator)
        .GetMethod(nameof(WindowOperator.LocateChanged))!;

    /// <summary>The undo of <see cref="CompileGroup"/>: a row is taken back, if its group is still there.</summary>
    public GroupKernel CompileRetraction(Relation relation, RowSchema keySchema, AccumulatorPlan accumulators)
    {
        var block = new CodeBlock();
        LabelTarget exit = Expression.Label(typeof(RowOutcome));
        ExpressionCompiler compiler = RowCompiler(relation.Table.Schema);
        AddFilters(relation.Filters, compiler, block, exit);
        AggregateInput input = CompileInput(relation.Aggregation!, compiler, block, exit);
        (ParameterExpression key, ParameterExpression length) = WriteKey(input.Keys, keySchema, block);
        ParameterExpression entry = block.Assign(Expression.Call(_grouping, LocateChanged, key, length));
        ReturnIf(Expression.Equal(entry, Expression.Default(typeof(nint))), RowOutcome.Filtered, block, exit);
        block.Add(Expression.Call(_grouping, Change));
        AddUndo(relation.Aggregation!, accumulators, input, entry, _grouping, block);
        return Expression.Lambda<GroupKernel>(block.Finish(Return(exit)), _row, _context, _grouping).Compile();
    }

    /// <summary>The undo of <see cref="CompileWindow"/>: a row is taken back, if its window is still there.</summary>
    public WindowKernel CompileWindowRetraction(Relation relation, RowSchema keySchema, AccumulatorPlan accumulators)
    {
        var block = new CodeBlock();
        LabelTarget exit = Expression.Label(typeof(RowOutcome));
        ExpressionCompiler compiler = RowCompiler(relation.Table.Schema);
        AddFilters(relation.Filters, compiler, block, exit);
        Operand time = compiler.Compile(relation.Window!.Time, block);
        AggregateInput input = CompileInput(relation.Aggregation!, compiler, block, exit);
        (ParameterExpression key, ParameterExpression length) = WriteKey(input.Keys, keySchema, block);
        ParameterExpression entry =
            block.Assign(Expression.Call(_window, LocateChangedInWindow, time.Value, key, length));
        ReturnIf(Expression.Equal(entry, Expression.Default(typeof(nint))), RowOutcome.Filtered, block, exit);
        AddUndo(relation.Aggregation!, accumulators, input, entry, _window, block);
        return Expression.Lambda<WindowKernel>(block.Finish(Return(exit)), _row, _context, _window).Compile();
    }

    // A group knows how many rows it has where they may be taken back.
    private static void AddRow(AccumulatorPlan accumulators, Expression value, CodeBlock block)
    {
        if (accumulators.Retracts)
        {
            Expression rows = RowCode.Offset(value, accumulators.Layout.RowsOffset);
            block.Add(Expression.Call(typeof(Accumulators).GetMethod(nameof(Accumulators.Count))!, rows));
        }
    }

    private void AddUndo(
        Aggregation aggregation,
        AccumulatorPlan accumulators,
        AggregateInput input,
        ParameterExpression entry,
        ParameterExpression groups,
        CodeBlock block)
    {
        ParameterExpression value = block.Assign(RowCode.Offset(entry, EntryDescriptor.Value));
        Expression rows = RowCode.Offset(value, accumulators.Layout.RowsOffset);
        block.Add(Expression.Call(
            typeof(AccumulatorRetractions).GetMethod(nameof(AccumulatorRetractions.Count))!, rows));
        for (int i = 0; i < aggregation.Calls.Count; i++)
        {
            AggregateCall call = aggregation.Calls[i];
            var code = new AggregateCode(call, accumulators[i], retracts: true);
            if (call.Custom is { } custom)
            {
                code.AddCustomChange(custom.Retract!, input.Custom[i], input.Filters[i], value, block);
            }
            else
            {
                code.AddRetraction(input, i, value, _context, groups, block);
            }
        }
    }
}
