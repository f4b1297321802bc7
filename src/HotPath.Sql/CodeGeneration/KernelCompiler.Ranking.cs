using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Reflection;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Text;
using HotPath.Operators.Groups;
using HotPath.Operators.Ranking;
using HotPath.Operators.Scalars;
using HotPath.Operators.Shards;
using HotPath.Operators.Windows;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <content>Ranked rows and rows of windows.</content>
internal sealed partial class KernelCompiler
{
    private static readonly PropertyInfo GroupRanks = typeof(GroupingOperator)
        .GetProperty(nameof(GroupingOperator.Ranks))!;
    private static readonly PropertyInfo WindowRanks = typeof(TumblingWindowOperator)
        .GetProperty(nameof(TumblingWindowOperator.Ranks))!;
    private static readonly PropertyInfo KeptRanks = typeof(RevisingWindowOperator)
        .GetProperty(nameof(RevisingWindowOperator.Ranks))!;
    private static readonly MethodInfo ChangeRanks = typeof(RankedRows).GetMethod(nameof(RankedRows.Change))!;
    private static readonly MethodInfo InsertRank = typeof(RankedRows).GetMethod(nameof(RankedRows.Insert))!;
    private static readonly MethodInfo TakeFirst = typeof(FirstRowOperator).GetMethod(nameof(FirstRowOperator.Take))!;

    /// <summary>A ranking whose rows come out at once.</summary>
    public GroupKernel CompileRanking(Relation relation, RowSchema keySchema, RankedColumns stored, bool hasQuota)
    {
        var block = new CodeBlock();
        LabelTarget exit = Expression.Label(typeof(RowOutcome));
        RankedInput input = CompileRanked(relation, stored, block, exit);
        (ParameterExpression key, ParameterExpression length) = WriteKey(input.Partition, keySchema, block);
        ParameterExpression entry = block.Assign(Expression.Call(_grouping, LocateGroup, key, length));
        ReturnIf(Expression.Equal(entry, Expression.Default(typeof(nint))), RowOutcome.Failed, block, exit);
        ParameterExpression ranks = block.Assign(Expression.Property(_grouping, GroupRanks));
        WriteSortKey(relation.Ranking!, input.Order, ranks, block);
        (ParameterExpression row, ParameterExpression rowLength) = WriteRow(input.Stored, stored.Schema, block);
        Expression change =
            Expression.Call(ranks, ChangeRanks, _context, row, rowLength, Expression.Constant(hasQuota));
        return Expression.Lambda<GroupKernel>(
            block.Finish(Expression.Label(exit, change)), _row, _context, _grouping).Compile();
    }

    /// <summary>A ranking of rows that may be taken back: of one that comes, or of one that goes.</summary>
    public GroupKernel CompileChangingRanking(
        Relation relation, RowSchema keySchema, RankedColumns stored, bool isRetraction)
    {
        var block = new CodeBlock();
        LabelTarget exit = Expression.Label(typeof(RowOutcome));
        RankedInput input = CompileRanked(relation, stored, block, exit);
        (ParameterExpression key, ParameterExpression length) = WriteKey(input.Partition, keySchema, block);
        ParameterExpression entry = block.Assign(
            Expression.Call(_grouping, isRetraction ? LocateChanged : LocateGroup, key, length));
        RowOutcome missing = isRetraction ? RowOutcome.Filtered : RowOutcome.Failed;
        ReturnIf(Expression.Equal(entry, Expression.Default(typeof(nint))), missing, block, exit);
        Expression change = ChangeRanked(
            relation,
            input,
            stored,
            Expression.Property(_grouping, nameof(GroupingOperator.ChangingRanks)),
            isRetraction,
            block);
        return Expression.Lambda<GroupKernel>(
            block.Finish(Expression.Label(exit, change)), _row, _context, _grouping).Compile();
    }

    /// <summary>A ranking of the rows of each window, which come out when it ends.</summary>
    public WindowKernel CompileWindowRanking(
        Relation relation, RowSchema keySchema, RankedColumns stored, bool hasQuota)
    {
        var block = new CodeBlock();
        LabelTarget exit = Expression.Label(typeof(RowOutcome));
        RankedInput input = CompileRanked(relation, stored, block, exit);
        LocateInWindow(input, keySchema, block, exit);
        ParameterExpression ranks = block.Assign(relation.Lateness is null
            ? Expression.Property(Expression.Convert(_window, typeof(TumblingWindowOperator)), WindowRanks)
            : Expression.Property(Expression.Convert(_window, typeof(RevisingWindowOperator)), KeptRanks));
        WriteSortKey(relation.Ranking!, input.Order, ranks, block);
        (ParameterExpression row, ParameterExpression rowLength) = WriteRow(input.Stored, stored.Schema, block);
        Expression insert =
            Expression.Call(ranks, InsertRank, _context, row, rowLength, Expression.Constant(hasQuota));
        return Expression.Lambda<WindowKernel>(
            block.Finish(Expression.Label(exit, insert)), _row, _context, _window).Compile();
    }

    /// <summary>A ranking of the rows of each window that may be taken back: of one that comes, or of one that goes.
    /// </summary>
    public WindowKernel CompileChangingWindowRanking(
        Relation relation, RowSchema keySchema, RankedColumns stored, bool isRetraction)
    {
        var block = new CodeBlock();
        LabelTarget exit = Expression.Label(typeof(RowOutcome));
        RankedInput input = CompileRanked(relation, stored, block, exit);
        (ParameterExpression key, ParameterExpression length) = WriteKey(input.Partition, keySchema, block);
        ParameterExpression entry = block.Assign(
            Expression.Call(_window, isRetraction ? LocateChangedInWindow : Locate, input.Time.Value, key, length));
        RowOutcome missing = isRetraction ? RowOutcome.Filtered : RowOutcome.Late;
        ReturnIf(Expression.Equal(entry, Expression.Default(typeof(nint))), missing, block, exit);
        Expression change = ChangeRanked(
            relation,
            input,
            stored,
            Expression.Property(_window, nameof(WindowOperator.ChangingRanks)),
            isRetraction,
            block);
        return Expression.Lambda<WindowKernel>(
            block.Finish(Expression.Label(exit, change)), _row, _context, _window).Compile();
    }

    /// <summary>First rows by event time.</summary>
    public WindowKernel CompileFirstRow(Relation relation, RowSchema keySchema, RankedColumns stored)
    {
        var block = new CodeBlock();
        LabelTarget exit = Expression.Label(typeof(RowOutcome));
        RankedInput input = CompileRanked(relation, stored, block, exit);
        LocateInWindow(input, keySchema, block, exit);
        (ParameterExpression row, ParameterExpression rowLength) = WriteRow(input.Stored, stored.Schema, block);
        Expression take =
            Expression.Call(Expression.Convert(_window, typeof(FirstRowOperator)), TakeFirst, row, rowLength);
        return Expression.Lambda<WindowKernel>(
            block.Finish(Expression.Label(exit, take)), _row, _context, _window).Compile();
    }

    /// <summary>What comes out of a ranked row and its rank.</summary>
    public ResultKernel CompileRankResult(
        Relation relation, IReadOnlyList<RelationColumn> outputs, RowSchema outputSchema, RankedColumns stored)
    {
        var block = new CodeBlock();
        LabelTarget exit = Expression.Label(typeof(RowOutcome));
        var compiler = new ExpressionCompiler(constants, _context, (expression, target) => expression switch
        {
            BoundRanked ranked => RowCode.ReadColumn(stored.Schema, stored.PlaceOf(ranked.Index), _entry, target),
            BoundRank => Operand.NotNull(_startMs),
            _ => null,
        });
        AddFilters(relation.GroupFilters, compiler, block, exit);
        Project(outputs, outputSchema, compiler, block, exit);
        return Expression.Lambda<ResultKernel>(block.Finish(Return(exit)), _entry, _startMs, _endMs, _context, _output)
            .Compile();
    }

    /// <summary>One row for each overlapping window that a row is in.</summary>
    public WindowRowsProgram CompileWindowRows(
        Relation relation, IReadOnlyList<RelationColumn> outputs, RowSchema outputSchema)
    {
        var block = new CodeBlock();
        LabelTarget exit = Expression.Label(typeof(RowOutcome));
        WindowSpecification windows = relation.Window!.Specification;
        RowSchema schema = relation.Table.Schema;
        var compiler = new ExpressionCompiler(constants, _context, (expression, target) => expression switch
        {
            BoundColumn column => RowCode.ReadColumn(schema, column.Index, _entry, target),
            BoundWindowBound bound => Operand.NotNull(Bound(bound.Bound, windows)),
            _ => null,
        });
        AddFilters(relation.Filters, compiler, block, exit);
        Project(outputs, outputSchema, compiler, block, exit);
        ResultKernel row = Expression
            .Lambda<ResultKernel>(block.Finish(Return(exit)), _entry, _startMs, _endMs, _context, _output).Compile();
        return new WindowRowsProgram(CompileTime(schema, relation.Window.Time), windows, row);
    }

    // All expressions are evaluated, and have not failed, before any state is touched.
    private RankedInput CompileRanked(Relation relation, RankedColumns stored, CodeBlock block, LabelTarget exit)
    {
        Ranking ranking = relation.Ranking!;
        ExpressionCompiler compiler = RowCompiler(relation.Table.Schema);
        AddFilters(relation.Filters, compiler, block, exit);
        var input = new RankedInput(
            [.. ranking.Partition.Select(key => compiler.Compile(key, block))],
            ranking.IsDeduplication && ranking.Time!.IsProcessingTime
                ? []
                : [.. ranking.Order.Select(column => compiler.Compile(column.Expression, block))],
            [.. stored.Indexes.Select(index => compiler.Compile(ranking.Stored[index], block))],
            ranking.WindowEnd is { } end
                ? compiler.Compile(WindowBinder.TimeOfEnd(end), block)
                : ranking.KeepsFirstRows ? compiler.Compile(ranking.Time!.Expression, block) : default);
        ReturnIf(HasFailed(), RowOutcome.Failed, block, exit);
        return input;
    }

    private MethodCallExpression ChangeRanked(
        Relation relation,
        RankedInput input,
        RankedColumns stored,
        Expression ranked,
        bool isRetraction,
        CodeBlock block)
    {
        ParameterExpression ranks = block.Assign(ranked);
        WriteSortKey(relation.Ranking!, input.Order, ranks, block);
        (ParameterExpression row, ParameterExpression rowLength) = WriteRow(input.Stored, stored.Schema, block);
        return isRetraction
            ? Expression.Call(ranks, nameof(ChangingRows.Remove), null, row, rowLength)
            : Expression.Call(ranks, nameof(ChangingRows.Add), null, _context, row, rowLength);
    }

    private void LocateInWindow(RankedInput input, RowSchema keySchema, CodeBlock block, LabelTarget exit)
    {
        (ParameterExpression key, ParameterExpression length) = WriteKey(input.Partition, keySchema, block);
        ParameterExpression entry = block.Assign(Expression.Call(_window, Locate, input.Time.Value, key, length));
        ReturnIf(Expression.Equal(entry, Expression.Default(typeof(nint))), RowOutcome.Late, block, exit);
    }

    private static void WriteSortKey(
        Ranking ranking, Operand[] values, ParameterExpression ranks, CodeBlock block)
    {
        ParameterExpression key = block.Assign(Expression.Property(ranks, nameof(RankedRows.Sort)));
        block.Add(Expression.Call(key, nameof(SortKey.Begin), null));
        for (int i = 0; i < values.Length; i++)
        {
            Expression areNullsFirst = Expression.Constant(ranking.Order[i].AreNullsFirst);
            Expression isDescending = Expression.Constant(ranking.Order[i].IsDescending);
            Expression add = Expression.Call(
                key, nameof(SortKey.Add), null, Sortable(values[i].Value), isDescending, areNullsFirst);
            block.Add(Expression.IfThenElse(
                values[i].IsNull, Expression.Call(key, nameof(SortKey.AddNull), null, areNullsFirst), add));
        }
    }

    private static Expression Sortable(Expression value) =>
        value.Type == typeof(bool)
            ? Expression.Condition(value, Expression.Constant(1L), Expression.Constant(0L))
            : value.Type == typeof(Utf8View) || value.Type == typeof(System.Int128) || value.Type == typeof(double)
                ? value
                : Expression.Convert(value, value.Type == typeof(float) ? typeof(double) : typeof(long));

    private (ParameterExpression Row, ParameterExpression Length) WriteRow(
        Operand[] values, RowSchema schema, CodeBlock block)
    {
        ParameterExpression tail = RowCode.TailLength(schema, values, block);
        ParameterExpression length = block.Assign(Expression.Add(tail, Expression.Constant(schema.TailOffset)));
        Expression scratch = Expression.Property(_context, nameof(ScalarContext.Scratch));
        ParameterExpression row = block.Assign(Expression.Call(scratch, Take, length));
        RowCode.WriteHeader(schema, row, block);
        RowCode.WriteBody(schema, values, row, tail, block);
        return (row, length);
    }
}
