using System.Linq.Expressions;
using System.Text;
using HotPath.Operators.State;
using HotPath.Sql.Binding;

namespace HotPath.Sql.CodeGeneration;

/// <content>FIRST_VALUE, LAST_VALUE and LISTAGG of rows that may be taken back: <see cref="ArrivalLists"/>.</content>
internal sealed partial class AggregateCode
{
    private bool IsArrivalList => retracts && call.IsInOrder;

    private MethodCallExpression ArrivalCall(
        string name,
        Expression argument,
        Expression value,
        ParameterExpression context,
        ParameterExpression groups)
    {
        Expression slot = RowCode.Offset(value, slots.Main);
        Expression text = RowCode.Offset(value, slots.Text);
        return call.Argument!.Type.IsVariableLength
            ? Expression.Call(typeof(ArrivalLists), name + "Text", null, groups, slot, text, argument)
            : Expression.Call(typeof(ArrivalLists), name, [argument.Type], groups, context, slot, text, argument);
    }

    private MethodCallExpression ArrivalGrowth(Expression argument) => call.Argument!.Type.IsVariableLength
        ? Expression.Call(typeof(ArrivalLists), nameof(ArrivalLists.GrowthOfText), null, argument)
        : Expression.Call(typeof(ArrivalLists), nameof(ArrivalLists.GrowthOf), [argument.Type], argument);

    private MethodCallExpression ArrivalResult(Expression value, ParameterExpression context)
    {
        Expression text = RowCode.Offset(value, slots.Text);
        if (call.Function == AggregateFunction.List)
        {
            return Expression.Call(
                typeof(ArrivalLists),
                nameof(ArrivalLists.List),
                null,
                context,
                RowCode.Offset(value, slots.Main),
                text,
                Expression.Constant(Encoding.UTF8.GetBytes(call.Separator)));
        }

        string name = call.Function == AggregateFunction.First
            ? nameof(ArrivalLists.First)
            : nameof(ArrivalLists.Last);
        return call.Argument!.Type.IsVariableLength
            ? Expression.Call(typeof(ArrivalLists), name + "Text", null, text)
            : Expression.Call(typeof(ArrivalLists), name, [call.Argument.Type.ClrType], text);
    }
}
