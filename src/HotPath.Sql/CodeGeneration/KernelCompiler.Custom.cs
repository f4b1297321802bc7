using System.Linq;
using System.Linq.Expressions;
using System.Reflection;
using HotPath.Operators.Groups;
using HotPath.Operators.Shards;
using HotPath.Operators.State;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <content>
/// Users' aggregates may throw, so they are tried on copies before anything is touched: on that of a group that is
/// there, or on zeros before one is opened.
/// </content>
internal sealed partial class KernelCompiler
{
    private static readonly MethodInfo IsThere = typeof(KeyedGroups).GetMethod(nameof(KeyedGroups.IsThere))!;
    private static readonly MethodInfo TakeBack = typeof(KeyedGroups).GetMethod(nameof(KeyedGroups.TakeBack))!;

    private static readonly ConstantExpression Nowhere = Expression.Constant((nint)0);

    /// <summary>Finds or opens the group of a row, once everything that can fail has not.</summary>
    /// <param name="locate">The call that does.</param>
    /// <param name="missing">What becomes of a row that gets none.</param>
    /// <param name="stage">The aggregation.</param>
    /// <param name="input">Keys and arguments, computed.</param>
    /// <param name="block">Receives the code.</param>
    /// <param name="exit">Where a row ends that does not go on.</param>
    private LocatedGroup LocateGroupOf(
        MethodCallExpression locate,
        RowOutcome missing,
        AggregationCode stage,
        AggregateInput input,
        CodeBlock block,
        LabelTarget exit)
    {
        ParameterExpression entry = block.Declare(typeof(nint));
        CustomUpdate[] updates = [];
        if (stage.IsTried)
        {
            updates = Try(locate, entry, stage, input, block, exit);
            block.Add(Expression.IfThen(Expression.Equal(entry, Nowhere), Expression.Assign(entry, locate)));
        }
        else
        {
            block.Add(Expression.Assign(entry, locate));
        }

        ReturnIf(Expression.Equal(entry, Nowhere), missing, block, exit);
        return new LocatedGroup(block.Assign(RowCode.Offset(entry, EntryDescriptor.Value)), updates);
    }

    private CustomUpdate[] Try(
        MethodCallExpression locate,
        ParameterExpression entry,
        AggregationCode stage,
        AggregateInput input,
        CodeBlock block,
        LabelTarget exit)
    {
        Expression[] place = locate.Arguments.Count == 3
            ? [.. locate.Arguments]
            : [Expression.Constant(0L), .. locate.Arguments];
        block.Add(Expression.IfThen(
            Expression.Call(locate.Object, IsThere, place), Expression.Assign(entry, locate)));
        ParameterExpression value = block.Assign(Expression.Condition(
            Expression.Equal(entry, Nowhere), Nowhere, RowCode.Offset(entry, EntryDescriptor.Value)));
        CustomUpdate[] updates =
        [
            .. stage.Calls.Index().Where(static call => call.Item.Custom is not null).Select(call =>
                new AggregateCode(call.Item, stage.Accumulators[call.Index])
                    .AddCustomTrial(input.Custom[call.Index], input.Filters[call.Index], value, _context, block)),
        ];
        block.Add(Expression.IfThen(
            Expression.AndAlso(HasFailed(), Expression.NotEqual(entry, Nowhere)),
            Expression.Call(locate.Object, TakeBack)));
        ReturnIf(HasFailed(), RowOutcome.Failed, block, exit);
        return updates;
    }

    private static void Adopt(LocatedGroup located, AggregationCode stage, CodeBlock block)
    {
        int next = 0;
        foreach ((int i, AggregateCall call) in stage.Calls.Index())
        {
            if (stage.IsTried && call.Custom is not null)
            {
                new AggregateCode(call, stage.Accumulators[i])
                    .AddCustomCommit(located.Updates[next++], located.Value, block);
            }
        }
    }

    private static AggregateInput CompileArguments(
        Aggregation aggregation, ExpressionCompiler compiler, CodeBlock block) => new(
        [.. aggregation.Keys.Select(key => compiler.Compile(key, block))],
        [.. aggregation.Calls.Select(c => c.Argument is null ? default : compiler.Compile(c.Argument, block))],
        [.. aggregation.Calls.Select(c => c.Filter is null ? default : compiler.Compile(c.Filter, block))],
        [
            .. aggregation.Calls.Select(c => c.Custom is null
                ? []
                : c.Arguments.Select(argument => compiler.Compile(argument, block)).ToArray()),
        ],
        [.. aggregation.Calls.Select(c => c.Summed is null ? default : compiler.Compile(c.Summed, block))]);
}
