using System.Linq.Expressions;
using HotPath.Operators.State;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <content>Sketches: <see cref="DistinctSketch"/> and <see cref="QuantileSketch"/>.</content>
internal sealed partial class AggregateCode
{
    private MethodCallExpression SketchUpdate(Expression argument, Expression slot) => call switch
    {
        { Function: AggregateFunction.ApproximatePercentile } =>
            Expression.Call(typeof(QuantileSketch), nameof(QuantileSketch.Add), null, slot, argument),
        { Argument.Type.IsVariableLength: true } =>
            Expression.Call(typeof(DistinctSketch), nameof(DistinctSketch.AddText), null, slot, argument),
        _ => Expression.Call(typeof(DistinctSketch), nameof(DistinctSketch.Add), [argument.Type], slot, argument),
    };

    private void AddSketchMerge(Expression target, Expression source, CodeBlock block)
    {
        int offset = EntryDescriptor.Value + slots.Main;
        bool isCount = call.Function == AggregateFunction.ApproximateCount;
        block.Add(Expression.Call(
            isCount ? typeof(DistinctSketch) : typeof(QuantileSketch),
            isCount ? nameof(DistinctSketch.Merge) : nameof(QuantileSketch.Merge),
            null,
            RowCode.Offset(target, offset),
            RowCode.Offset(source, offset)));
    }

    private static MethodCallExpression SketchEstimate(Expression slot) =>
        Expression.Call(typeof(DistinctSketch), nameof(DistinctSketch.Estimate), null, slot);

    private static MethodCallExpression SketchQuantile(Expression slot, long part) => Expression.Call(
        typeof(QuantileSketch), nameof(QuantileSketch.At), null, slot, Expression.Constant(part));
}
