using HotPath.Dataflow.Rows;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Arithmetic with intervals: times plus and minus intervals, intervals among themselves and by numbers.
/// </summary>
internal static class IntervalCatalog
{
    internal static ScalarCall? Arithmetical(string op, SqlType left, SqlType right)
    {
        if (op is "+" or "-" && left.IsInterval && left.Kind == right.Kind)
        {
            string method = op == "+" ? nameof(Arithmetic.Add) : nameof(Arithmetic.Subtract);
            return CallBuilder.Generic(typeof(Arithmetic), method, left, [left, right]);
        }

        return op switch
        {
            "+" when right.IsInterval => Moved(left, right, "Add"),
            "+" when left.IsInterval => Swapped(right, left),
            "-" when right.IsInterval => Moved(left, right, "Subtract"),
            "*" when left.IsInterval && right.IsInteger => Product(left, [left, Factor(left)]),
            "*" when right.IsInterval && left.IsInteger => Product(right, [Factor(right), right]),
            _ => null,
        };
    }

    private static ScalarCall? Moved(SqlType time, SqlType interval, string verb)
    {
        bool isMonths = interval.Kind == SqlTypeKind.IntervalMonth;
        string? unit = time.Kind switch
        {
            SqlTypeKind.Timestamp or SqlTypeKind.TimestampLtz => isMonths ? "MonthsToTimestamp" : "MsToTimestamp",
            SqlTypeKind.Date => isMonths ? "MonthsToDate" : "MsToDate",
            SqlTypeKind.Time when !isMonths => "MsToTime",
            _ => null,
        };
        return unit is null
            ? null
            : CallBuilder.Call(typeof(TimeFunctions), verb + unit, time, [time, interval]);
    }

    // Interval + time: the method takes its arguments in the written order.
    private static ScalarCall? Swapped(SqlType time, SqlType interval)
    {
        bool isMonths = interval.Kind == SqlTypeKind.IntervalMonth;
        string? method = time.Kind switch
        {
            SqlTypeKind.Timestamp or SqlTypeKind.TimestampLtz =>
                isMonths ? nameof(TimeFunctions.TimestampToMonths) : nameof(TimeFunctions.TimestampToMs),
            SqlTypeKind.Date => isMonths ? nameof(TimeFunctions.DateToMonths) : nameof(TimeFunctions.DateToMs),
            SqlTypeKind.Time when !isMonths => nameof(TimeFunctions.TimeToMs),
            _ => null,
        };
        return method is null
            ? null
            : CallBuilder.Call(typeof(TimeFunctions), method, time, [interval, time]);
    }

    private static ScalarCall Product(SqlType interval, SqlType[] operands) =>
        CallBuilder.Generic(typeof(Arithmetic), nameof(Arithmetic.Multiply), interval, operands);

    private static SqlType Factor(SqlType interval) =>
        interval.Kind == SqlTypeKind.IntervalMonth ? SqlType.Int : SqlType.BigInt;
}
