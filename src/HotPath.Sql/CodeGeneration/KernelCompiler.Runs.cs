using System.Linq;
using System.Linq.Expressions;
using HotPath.Dataflow.Rows;
using HotPath.Operators.Shards;
using HotPath.Operators.Windows;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <summary>The kernel of a windowed aggregation in two halves, for rows that come many at a time.</summary>
internal sealed partial class KernelCompiler
{
    private readonly ParameterExpression _slot = Expression.Parameter(typeof(nint), "slot");
    private readonly ParameterExpression _value = Expression.Parameter(typeof(nint), "value");

    /// <summary>Both halves of a windowed aggregation.</summary>
    /// <returns><see langword="null"/> where a row needs more than its own group, or may fail behind its key.</returns>
    public RowRunProgram? CompileRun(
        Relation relation, RowSchema keySchema, AccumulatorPlan accumulators, bool hasQuota)
    {
        bool takesRuns = relation.Inputs.Count == 0
            && !hasQuota
            && !accumulators.Retracts
            && !relation.Window!.Specification.IsProcessingTime
            && relation.Aggregation!.Calls.All(static call => call.Custom is null);
        if (!takesRuns)
        {
            return null;
        }

        int keyBytes = keySchema.HasText ? 0 : keySchema.KeyBytes;
        var carried = new CarriedValues(_slot, RowSlot.Key + ((keyBytes + 7) & ~7));
        RowKeyKernel key = CompileRowKey(relation, keySchema, carried);
        return new RowRunProgram(key, CompileRowUpdate(relation, accumulators, carried), carried.EndOffset);
    }

    private RowKeyKernel CompileRowKey(Relation relation, RowSchema keySchema, CarriedValues carried)
    {
        var block = new CodeBlock();
        LabelTarget exit = Expression.Label(typeof(RowOutcome));
        ExpressionCompiler compiler = RowCompiler(relation.Table.Schema);
        AddFilters(relation.Filters, compiler, block, exit);
        Operand time = compiler.Compile(relation.Window!.Time, block);
        Operand[] keys = [.. relation.Aggregation!.Keys.Select(key => compiler.Compile(key, block))];
        foreach (AggregateCall call in relation.Aggregation.Calls)
        {
            carried.Store(call.Argument, compiler, block);
            carried.Store(call.Filter, compiler, block);
            carried.Store(call.Summed, compiler, block);
        }

        ReturnIf(HasFailed(), RowOutcome.Failed, block, exit);
        Expression? place = keySchema.HasText ? null : RowCode.Offset(_slot, RowSlot.Key);
        (ParameterExpression key, ParameterExpression length) = WriteKey(keys, keySchema, block, place);
        block.Add(RowCode.Write(_slot, RowSlot.Time, time.Value));
        block.Add(RowCode.Write(_slot, RowSlot.KeyAddress, key));
        block.Add(RowCode.Write(_slot, RowSlot.KeyLength, length));
        return Expression.Lambda<RowKeyKernel>(block.Finish(Return(exit)), _row, _context, _slot).Compile();
    }

    private RowUpdateKernel CompileRowUpdate(Relation relation, AccumulatorPlan accumulators, CarriedValues carried)
    {
        var block = new CodeBlock();
        ExpressionCompiler compiler = RowCompiler(relation.Table.Schema);
        Aggregation aggregation = relation.Aggregation!;
        Operand Load(BoundExpression? expression) => carried.Load(expression, compiler, block);
        var input = new AggregateInput(
            Keys: [],
            Arguments: [.. aggregation.Calls.Select(call => Load(call.Argument))],
            Filters: [.. aggregation.Calls.Select(call => Load(call.Filter))],
            Custom: [],
            Summed: [.. aggregation.Calls.Select(call => Load(call.Summed))]);
        if (relation.Window!.Specification.Kind == WindowKind.Session)
        {
            block.Add(Expression.Call(Expression.Convert(_window, typeof(SessionWindowOperator)), ChangeSession));
        }

        AddUpdates(aggregation, accumulators, input, _value, _window, block);
        return Expression.Lambda<RowUpdateKernel>(
            block.Finish(Expression.Empty()), _row, _context, _window, _value, _slot).Compile();
    }
}
