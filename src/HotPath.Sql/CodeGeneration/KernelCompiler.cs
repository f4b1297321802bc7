using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Reflection;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Operators.Groups;
using HotPath.Operators.Scalars;
using HotPath.Operators.Shards;
using HotPath.Operators.State;
using HotPath.Operators.Windows;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <summary>
/// Compiles a relation into the kernels that a shard calls once a row: fields are read at constant offsets, everything
/// is computed in locals, and only then state or output is touched. Decision: docs/decisions/0005.
/// </summary>
internal sealed partial class KernelCompiler(ConstantPool constants)
{
    private static readonly MethodInfo Locate = typeof(WindowOperator).GetMethod(nameof(WindowOperator.Locate))!;
    private static readonly MethodInfo LocateGroup = typeof(GroupingOperator)
        .GetMethod(nameof(GroupingOperator.Locate))!;
    private static readonly MethodInfo LocateChanged = typeof(GroupingOperator)
        .GetMethod(nameof(GroupingOperator.LocateChanged))!;
    private static readonly MethodInfo Change = typeof(GroupingOperator).GetMethod(nameof(GroupingOperator.Change))!;
    private static readonly MethodInfo ChangeSession = typeof(SessionWindowOperator)
        .GetMethod(nameof(SessionWindowOperator.Change))!;
    private static readonly MethodInfo RecountSession = typeof(SessionWindowOperator)
        .GetMethod(nameof(SessionWindowOperator.Recount))!;
    private static readonly MethodInfo Admit = typeof(KeyedGroups).GetMethod(nameof(KeyedGroups.Admit))!;
    private static readonly MethodInfo Prefetch = typeof(KeyedGroups).GetMethod(nameof(KeyedGroups.Prefetch))!;
    private static readonly MethodInfo Take = typeof(ScratchArena).GetMethod(nameof(ScratchArena.Take))!;
    private static readonly MethodInfo Reserve = typeof(OutputWriter).GetMethod(nameof(OutputWriter.Reserve))!;
    private static readonly MethodInfo Commit = typeof(OutputWriter)
        .GetMethod(nameof(OutputWriter.Commit), [typeof(int)])!;

    private readonly ParameterExpression _row = Expression.Parameter(typeof(nint), "row");
    private readonly ParameterExpression _context = Expression.Parameter(typeof(ScalarContext), "context");
    private readonly ParameterExpression _output = Expression.Parameter(typeof(OutputWriter), "output");
    private readonly ParameterExpression _window = Expression.Parameter(typeof(WindowOperator), "window");
    private readonly ParameterExpression _grouping = Expression.Parameter(typeof(GroupingOperator), "groups");
    private readonly ParameterExpression _keyed = Expression.Parameter(typeof(KeyedGroups), "groups");
    private readonly ParameterExpression _entry = Expression.Parameter(typeof(nint), "entry");
    private readonly ParameterExpression _startMs = Expression.Parameter(typeof(long), "windowStartMs");
    private readonly ParameterExpression _endMs = Expression.Parameter(typeof(long), "windowEndMs");

    /// <summary>
    /// Row time of a table alone, for merging its files and for event ids: NULL, failure or too far ahead is
    /// <see cref="long.MinValue"/>.
    /// </summary>
    public ClockKernel CompileTime(RowSchema schema, BoundExpression rowTime, FutureBound? bound = null)
    {
        var block = new CodeBlock();
        Operand time = RowCompiler(schema).Compile(rowTime, block);
        Expression failed = Expression.OrElse(Expression.OrElse(time.IsNull, HasFailed()), IsAhead(bound, time));
        Expression result = Expression.Condition(failed, Expression.Constant(long.MinValue), time.Value);
        return Expression.Lambda<ClockKernel>(block.Finish(result), _row, _context).Compile();
    }

    /// <summary>Row time and watermark of a table; what they share is computed once.</summary>
    public ClockKernel CompileClock(
        RowSchema schema, BoundExpression rowTime, BoundExpression watermark, FutureBound? bound)
    {
        var block = new CodeBlock();
        LabelTarget exit = Expression.Label(typeof(long));
        ExpressionCompiler compiler = RowCompiler(schema);
        Operand time = compiler.Compile(rowTime, block);
        Expression noRowTime = Expression.Return(exit, Expression.Constant(long.MinValue));
        Expression failed = Expression.OrElse(Expression.OrElse(time.IsNull, HasFailed()), IsAhead(bound, time));
        block.Add(Expression.IfThen(failed, noRowTime));
        Operand mark = compiler.Compile(watermark, block);
        Expression noWatermark = Expression.OrElse(mark.IsNull, HasFailed());
        Expression result = Expression.Condition(noWatermark, Expression.Constant(0L), mark.Value);
        return Expression.Lambda<ClockKernel>(block.Finish(Expression.Label(exit, result)), _row, _context).Compile();
    }

    /// <summary>A stateless statement.</summary>
    public ProjectionKernel CompileProjection(
        Relation relation,
        IReadOnlyList<RelationColumn> outputs,
        RowSchema outputSchema)
    {
        var block = new CodeBlock();
        LabelTarget exit = Expression.Label(typeof(RowOutcome));
        ExpressionCompiler compiler = RowCompiler(relation.Table.Schema);
        AddFilters(relation.Filters, compiler, block, exit);
        Project(outputs, outputSchema, compiler, block, exit);
        return Expression.Lambda<ProjectionKernel>(block.Finish(Return(exit)), _row, _context, _output).Compile();
    }

    /// <summary>A windowed aggregation up to its accumulators.</summary>
    public WindowKernel CompileWindow(
        Relation relation, RowSchema keySchema, AccumulatorPlan accumulators, bool hasQuota)
    {
        var block = new CodeBlock();
        LabelTarget exit = Expression.Label(typeof(RowOutcome));
        ExpressionCompiler compiler = RowCompiler(relation.Table.Schema);
        AddFilters(relation.Filters, compiler, block, exit);
        Operand time = compiler.Compile(relation.Window!.Time, block);
        AggregateInput input = CompileInput(relation.Aggregation!, compiler, block, exit);
        (ParameterExpression key, ParameterExpression length) = WriteKey(input.Keys, keySchema, block);
        var stage = new AggregationCode(relation.Aggregation!.Calls, accumulators);
        LocatedGroup located = LocateGroupOf(
            Expression.Call(_window, Locate, time.Value, key, length), RowOutcome.Late, stage, input, block, exit);
        AddGrowth(relation.Aggregation!, accumulators, input, located.Value, _window, hasQuota, block, exit);
        Adopt(located, stage, block); // before sessions are merged into the one at hand
        bool isSession = relation.Window.Specification.Kind == WindowKind.Session;
        Expression sessions = isSession ? Expression.Convert(_window, typeof(SessionWindowOperator)) : _window;
        if (isSession)
        {
            block.Add(Expression.Call(sessions, ChangeSession));
        }

        AddRow(accumulators, located.Value, block);
        AddUpdates(relation.Aggregation!, accumulators, input, located.Value, _window, block);
        if (isSession && hasQuota)
        {
            block.Add(Expression.Call(sessions, RecountSession));
        }

        return Expression.Lambda<WindowKernel>(block.Finish(Return(exit)), _row, _context, _window).Compile();
    }

    /// <summary>An unbounded aggregation up to its accumulators.</summary>
    public GroupKernel CompileGroup(
        Relation relation, RowSchema keySchema, AccumulatorPlan accumulators, bool hasQuota)
    {
        var block = new CodeBlock();
        LabelTarget exit = Expression.Label(typeof(RowOutcome));
        ExpressionCompiler compiler = RowCompiler(relation.Table.Schema);
        AddFilters(relation.Filters, compiler, block, exit);
        AggregateInput input = CompileInput(relation.Aggregation!, compiler, block, exit);
        (ParameterExpression key, ParameterExpression length) = WriteKey(input.Keys, keySchema, block);
        var stage = new AggregationCode(relation.Aggregation!.Calls, accumulators);
        LocatedGroup located = LocateGroupOf(
            Expression.Call(_grouping, LocateGroup, key, length), RowOutcome.Failed, stage, input, block, exit);
        ParameterExpression value = located.Value;
        AddGrowth(relation.Aggregation!, accumulators, input, value, _grouping, hasQuota, block, exit);
        block.Add(Expression.Call(_grouping, Change));
        AddRow(accumulators, value, block);
        Adopt(located, stage, block);
        AddUpdates(relation.Aggregation!, accumulators, input, value, _grouping, block);
        return Expression.Lambda<GroupKernel>(block.Finish(Return(exit)), _row, _context, _grouping).Compile();
    }

    /// <summary>The merge of two groups of an aggregation.</summary>
    public static MergeKernel CompileMerge(
        Aggregation aggregation, AccumulatorPlan accumulators, bool isBefore = false)
    {
        var block = new CodeBlock();
        ParameterExpression target = Expression.Parameter(typeof(nint), "target");
        ParameterExpression source = Expression.Parameter(typeof(nint), "source");
        ParameterExpression texts = Expression.Parameter(typeof(SizeClassArena), "texts");
        ParameterExpression distinct = Expression.Parameter(typeof(DistinctSets), "distinct");
        for (int i = 0; i < aggregation.Calls.Count; i++)
        {
            new AggregateCode(aggregation.Calls[i], accumulators[i])
                .AddMerge(target, source, texts, distinct, block, isBefore);
        }

        return Expression.Lambda<MergeKernel>(block.Finish(Expression.Empty()), target, source, texts, distinct)
            .Compile();
    }

    /// <summary>The undo of <see cref="CompileMerge"/>; <see langword="null"/> where an aggregate has none.</summary>
    public static RemovalKernel? CompileRemoval(Aggregation aggregation, AccumulatorPlan accumulators)
    {
        if (!aggregation.Calls.All(AggregateCode.IsRemovable))
        {
            return null;
        }

        var block = new CodeBlock();
        ParameterExpression target = Expression.Parameter(typeof(nint), "target");
        ParameterExpression source = Expression.Parameter(typeof(nint), "source");
        for (int i = 0; i < aggregation.Calls.Count; i++)
        {
            new AggregateCode(aggregation.Calls[i], accumulators[i]).AddRemoval(target, source, block);
        }

        return Expression.Lambda<RemovalKernel>(block.Finish(Expression.Empty()), target, source).Compile();
    }

    /// <summary>The group key of an aggregation alone; only for keys that are plain columns.</summary>
    public PrefetchKernel? CompilePrefetch(Relation relation, RowSchema keySchema)
    {
        IReadOnlyList<BoundExpression> expressions = relation.Aggregation!.Keys;
        if (!expressions.All(static key => key is BoundColumn))
        {
            return null;
        }

        var block = new CodeBlock();
        ExpressionCompiler compiler = RowCompiler(relation.Table.Schema);
        Operand[] keys = [.. expressions.Select(key => compiler.Compile(key, block))];
        (ParameterExpression key, ParameterExpression length) = WriteKey(keys, keySchema, block);
        Expression prefetch = Expression.Call(_keyed, Prefetch, key, length);
        return Expression.Lambda<PrefetchKernel>(block.Finish(prefetch), _row, _context, _keyed).Compile();
    }

    /// <summary>An aggregation behind its accumulators.</summary>
    public ResultKernel CompileResult(
        Relation relation,
        IReadOnlyList<RelationColumn> outputs,
        RowSchema keySchema,
        RowSchema outputSchema,
        AccumulatorPlan accumulators)
    {
        var block = new CodeBlock();
        LabelTarget exit = Expression.Label(typeof(RowOutcome));
        Expression keyBytes = RowCode.Read(typeof(nint), _entry, EntryDescriptor.KeyAddress);
        ParameterExpression key = block.Assign(RowCode.Offset(keyBytes, -RowSchema.HeaderBytes));
        ParameterExpression value = block.Assign(RowCode.Offset(_entry, EntryDescriptor.Value));
        var compiler = new ExpressionCompiler(constants, _context, (expression, target) => expression switch
        {
            BoundKey group => RowCode.ReadColumn(keySchema, group.Index, key, target),
            BoundAggregate aggregate => new AggregateCode(
                relation.Aggregation!.Calls[aggregate.Index],
                accumulators[aggregate.Index],
                accumulators.Retracts).AddResult(aggregate, value, _context, target),
            BoundWindowBound bound => Operand.NotNull(Bound(bound.Bound, relation.Window!.Specification)),
            BoundClosedBy => Operand.NotNull(Expression.Property(_context, nameof(ScalarContext.ClosedBy))),
            _ => null,
        });
        AddFilters(relation.GroupFilters, compiler, block, exit);
        Project(outputs, outputSchema, compiler, block, exit);
        return Expression.Lambda<ResultKernel>(block.Finish(Return(exit)), _entry, _startMs, _endMs, _context, _output)
            .Compile();
    }

    private static LabelExpression Return(LabelTarget exit) =>
        Expression.Label(exit, Expression.Constant(RowOutcome.Applied));

    private static void ReturnIf(Expression condition, RowOutcome outcome, CodeBlock block, LabelTarget exit) =>
        block.Add(Expression.IfThen(condition, Expression.Return(exit, Expression.Constant(outcome))));

    // All expressions are evaluated, and have not failed, before any state is touched.
    private AggregateInput CompileInput(
        Aggregation aggregation, ExpressionCompiler compiler, CodeBlock block, LabelTarget exit)
    {
        AggregateInput input = CompileArguments(aggregation, compiler, block);
        ReturnIf(HasFailed(), RowOutcome.Failed, block, exit);
        return input;
    }

    private void AddGrowth(
        Aggregation aggregation,
        AccumulatorPlan accumulators,
        AggregateInput input,
        ParameterExpression value,
        ParameterExpression groups,
        bool hasQuota,
        CodeBlock block,
        LabelTarget exit)
    {
        IReadOnlyList<AggregateCall> calls = aggregation.Calls;
        if (!hasQuota || !calls.Any(call => accumulators.HasSet(call) || accumulators.HasText(call)))
        {
            return;
        }

        ParameterExpression growth = block.Assign(Expression.Constant(0L));
        for (int i = 0; i < calls.Count; i++)
        {
            new AggregateCode(calls[i], accumulators[i], accumulators.Retracts)
                .AddGrowth(input.Arguments[i], input.Filters[i], value, _context, groups, growth, block);
        }

        ReturnIf(Expression.Not(Expression.Call(groups, Admit, growth)), RowOutcome.Failed, block, exit);
    }

    private void AddUpdates(
        Aggregation aggregation,
        AccumulatorPlan accumulators,
        AggregateInput input,
        ParameterExpression value,
        ParameterExpression groups,
        CodeBlock block)
    {
        for (int i = 0; i < aggregation.Calls.Count; i++)
        {
            var code = new AggregateCode(aggregation.Calls[i], accumulators[i], accumulators.Retracts);
            if (aggregation.Calls[i].Custom is not { } custom)
            {
                code.AddUpdate(input, i, value, _context, groups, block);
            }
            else if (accumulators.Retracts)
            {
                code.AddCustomChange(custom.Accumulate, input.Custom[i], input.Filters[i], value, block);
            }
        }
    }

    private ExpressionCompiler RowCompiler(RowSchema schema) => new(
        constants,
        _context,
        (expression, block) =>
            expression is BoundColumn column ? RowCode.ReadColumn(schema, column.Index, _row, block) : null);

    private Expression Bound(WindowBound bound, WindowSpecification window) => bound switch
    {
        WindowBound.Start => _startMs,
        WindowBound.End => _endMs,
        _ when window.IsProcessingTime => Expression.Property(_context, nameof(ScalarContext.IngestTimeMs)),
        _ when window.Zone is null =>
            Expression.Call(typeof(WindowFunctions), nameof(WindowFunctions.PlainTime), null, _endMs),
        _ => Expression.Call(
            typeof(WindowFunctions), nameof(WindowFunctions.ZonedTime), null, _endMs, Expression.Constant(window.Zone)),
    };

    private Expression IsAhead(FutureBound? bound, Operand time) => bound is null
        ? Expression.Constant(false)
        : Expression.Call(Expression.Constant(bound), nameof(FutureBound.IsAhead), null, time.Value, _context);

    private BinaryExpression HasFailed() => Expression.NotEqual(
        Expression.Property(_context, nameof(ScalarContext.Failure)),
        Expression.Constant(RejectReason.None));

    // A condition that fails fails the row; one that is FALSE or NULL only drops it.
    private void AddFilters(
        IReadOnlyList<BoundExpression> filters,
        ExpressionCompiler compiler,
        CodeBlock block,
        LabelTarget exit)
    {
        foreach (BoundExpression filter in filters)
        {
            Operand condition = compiler.Compile(filter, block);
            ReturnIf(HasFailed(), RowOutcome.Failed, block, exit);
            ReturnIf(Expression.Not(condition.IsTrue), RowOutcome.Filtered, block, exit);
        }
    }

    private void Project(
        IReadOnlyList<RelationColumn> outputs,
        RowSchema schema,
        ExpressionCompiler compiler,
        CodeBlock block,
        LabelTarget exit)
    {
        Operand[] values = [.. outputs.Select(output => compiler.Compile(output.Expression, block))];
        ReturnIf(HasFailed(), RowOutcome.Failed, block, exit);
        ParameterExpression tail = RowCode.TailLength(schema, values, block);
        ParameterExpression length = block.Assign(Expression.Add(tail, Expression.Constant(schema.TailOffset)));
        ParameterExpression row = block.Assign(Expression.Call(_output, Reserve, length));
        RowCode.WriteHeader(schema, row, block);
        RowCode.WriteBody(schema, values, row, tail, block);
        block.Add(Expression.Call(_output, Commit, length));
    }

    // The key is a row of its own without the message header: presence, slots and, unless nothing can be in it, tail;
    // equal keys have equal bytes. It lies in scratch memory unless there is a place for it.
    private (ParameterExpression Key, ParameterExpression Length) WriteKey(
        Operand[] keys, RowSchema keySchema, CodeBlock block, Expression? place = null)
    {
        ParameterExpression? tail = keySchema.KeyHasTail ? RowCode.TailLength(keySchema, keys, block) : null;
        Expression bytes = Expression.Constant(keySchema.KeyBytes);
        ParameterExpression length = block.Assign(tail is null ? bytes : Expression.Add(tail, bytes));
        Expression scratch = Expression.Property(_context, nameof(ScalarContext.Scratch));
        ParameterExpression key = block.Assign(place ?? Expression.Call(scratch, Take, length));
        ParameterExpression row = block.Assign(RowCode.Offset(key, -RowSchema.HeaderBytes));
        RowCode.WriteBody(keySchema, keys, row, tail, block);
        return (key, length);
    }
}
