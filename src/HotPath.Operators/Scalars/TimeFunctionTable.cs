using System;
using HotPath.Dataflow.Rows;

namespace HotPath.Operators.Scalars;

/// <summary>Names of the functions of times.</summary>
internal static class TimeFunctionTable
{
    private static readonly SqlType S = SqlType.String;

    internal static void AddTo(FunctionTable table)
    {
        AddParts(table);
        AddTexts(table);
        AddClocks(table);
        table.Add("EXTRACT", "EXTRACT(unit FROM time)", Extract);
        table.Add("TIMESTAMPDIFF", "TIMESTAMPDIFF(unit, from, to)", Difference);
        table.Add("TIMESTAMPADD", "TIMESTAMPADD(unit, count, time)", Shift);
    }

    internal static ScalarCall? Whole(FunctionCall call, bool isCeiling)
    {
        if (!call[1].IsText || !TryUnit(call, 1, isWhole: true, out int unit))
        {
            return null;
        }

        SqlType type = call[0];
        Type holder = typeof(TimeParts);
        if (type.Kind == SqlTypeKind.Time && unit > TimeUnits.Hour)
        {
            call.Problem = $"{call.Name} of a TIME goes to HOUR, MINUTE, SECOND or MILLISECOND";
            return null;
        }

        return type.Kind switch
        {
            SqlTypeKind.Timestamp =>
                CallBuilder.Call(holder, nameof(TimeParts.Round), type, [type, S], unit, isCeiling),
            SqlTypeKind.TimestampLtz =>
                CallBuilder.Call(holder, nameof(TimeParts.RoundLtz), type, [type, S], unit, isCeiling, call.Zone),
            SqlTypeKind.Date => CallBuilder.Call(holder, nameof(TimeParts.RoundDate), type, [type, S], unit, isCeiling),
            SqlTypeKind.Time => CallBuilder.Call(holder, nameof(TimeParts.RoundTime), type, [type, S], unit, isCeiling),
            _ => null,
        };
    }

    private static void AddParts(FunctionTable table)
    {
        Add(table, "YEAR", TimeUnits.Year);
        Add(table, "QUARTER", TimeUnits.Quarter);
        Add(table, "MONTH", TimeUnits.Month);
        Add(table, "WEEK", TimeUnits.Week);
        Add(table, "DAYOFYEAR", TimeUnits.DayOfYear);
        Add(table, "DAYOFMONTH", TimeUnits.Day);
        Add(table, "DAYOFWEEK", TimeUnits.DayOfWeek);
        Add(table, "HOUR", TimeUnits.Hour);
        Add(table, "MINUTE", TimeUnits.Minute);
        Add(table, "SECOND", TimeUnits.Second);
    }

    private static void Add(FunctionTable table, string name, int unit) => table.Add(name, $"{name}(time)", call =>
    {
        bool isOfDay = unit is TimeUnits.Hour or TimeUnits.Minute or TimeUnits.Second;
        Type holder = typeof(TimeParts);
        return call.Count != 1 ? null : call[0].Kind switch
        {
            SqlTypeKind.Timestamp =>
                CallBuilder.Call(holder, nameof(TimeParts.PartOf), SqlType.BigInt, [call[0]], unit),
            SqlTypeKind.TimestampLtz =>
                CallBuilder.Call(holder, nameof(TimeParts.PartOfLtz), SqlType.BigInt, [call[0]], unit, call.Zone),
            SqlTypeKind.Date => CallBuilder.Call(holder, nameof(TimeParts.PartOfDate), SqlType.BigInt, [call[0]], unit),
            SqlTypeKind.Time when isOfDay =>
                CallBuilder.Call(holder, nameof(TimeParts.PartOfTime), SqlType.BigInt, [call[0]], unit),
            _ => null,
        };
    });

    private static ScalarCall? Extract(FunctionCall call)
    {
        if (call.Count != 2 || !call[0].IsText || !TryUnit(call, 0, isWhole: false, out int unit))
        {
            return null;
        }

        Type holder = typeof(TimeParts);
        SqlType type = call[1];
        if (type.Kind == SqlTypeKind.Time && unit > TimeUnits.Hour)
        {
            call.Problem = "EXTRACT takes HOUR, MINUTE, SECOND and MILLISECOND from a TIME";
            return null;
        }

        return type.Kind switch
        {
            SqlTypeKind.Timestamp =>
                CallBuilder.Call(holder, nameof(TimeParts.Extract), SqlType.BigInt, [S, type], unit),
            SqlTypeKind.TimestampLtz =>
                CallBuilder.Call(holder, nameof(TimeParts.ExtractLtz), SqlType.BigInt, [S, type], unit, call.Zone),
            SqlTypeKind.Date =>
                CallBuilder.Call(holder, nameof(TimeParts.ExtractDate), SqlType.BigInt, [S, type], unit),
            SqlTypeKind.Time =>
                CallBuilder.Call(holder, nameof(TimeParts.ExtractTime), SqlType.BigInt, [S, type], unit),
            _ => null,
        };
    }

    // A DATE counts as its midnight; TIMESTAMP and TIMESTAMP_LTZ do not mix, nor does a TIME with any of them.
    private static ScalarCall? Difference(FunctionCall call)
    {
        if (call.Count != 3 || !call[0].IsText || !TryUnit(call, 0, isWhole: true, out int unit))
        {
            return null;
        }

        if (call[1].Kind == SqlTypeKind.Time && call[2].Kind == SqlTypeKind.Time)
        {
            return DifferenceOfTimes(call, unit);
        }

        bool isLtz = call[1].Kind == SqlTypeKind.TimestampLtz || call[2].Kind == SqlTypeKind.TimestampLtz;
        SqlType common = isLtz ? SqlType.TimestampLtz3 : SqlType.Timestamp3;
        bool fits = IsLikeTimestamp(call[1], common) && IsLikeTimestamp(call[2], common);
        return fits
            ? CallBuilder.Call(typeof(TimeParts), nameof(TimeParts.Difference), SqlType.Int, [S, common, common], unit)
            : null;
    }

    private static ScalarCall? DifferenceOfTimes(FunctionCall call, int unit)
    {
        if (TimeUnits.LengthMonths(unit) > 0)
        {
            call.Problem = "TIMESTAMPDIFF of two TIMEs counts HOUR, MINUTE, SECOND or MILLISECOND";
            return null;
        }

        SqlType[] operands = [S, call[1], call[2]];
        return CallBuilder.Call(
            typeof(TimeParts), nameof(TimeParts.DifferenceOfTimes), SqlType.Int, operands, unit);
    }

    private static bool IsLikeTimestamp(SqlType type, SqlType common) =>
        type.Kind == common.Kind || type.Kind is SqlTypeKind.Date or SqlTypeKind.Null;

    private static ScalarCall? Shift(FunctionCall call)
    {
        bool isShift = call.Count == 3 && call[0].IsText && call[1].Kind <= SqlTypeKind.Int;
        if (!isShift || !TryUnit(call, 0, isWhole: true, out int unit))
        {
            return null;
        }

        SqlType type = call[2];
        if (type.Kind == SqlTypeKind.Date && (unit == TimeUnits.Unknown || unit >= TimeUnits.Day))
        {
            return CallBuilder.Call(typeof(TimeParts), nameof(TimeParts.ShiftDate), type, [S, SqlType.Int, type], unit);
        }

        if (type.Kind == SqlTypeKind.Time)
        {
            return CallBuilder.Call(typeof(TimeParts), nameof(TimeParts.ShiftTime), type, [S, SqlType.Int, type], unit);
        }

        SqlType moved = type.Kind == SqlTypeKind.Date ? SqlType.Timestamp3 : type;
        return moved.IsTimestamp
            ? CallBuilder.Call(typeof(TimeParts), nameof(TimeParts.Shift), moved, [S, SqlType.Int, moved], unit)
            : null;
    }

    private static bool TryUnit(FunctionCall call, int index, bool isWhole, out int unit)
    {
        unit = TimeUnits.Unknown;
        if (call.Literal(index) is not { } name)
        {
            return true;
        }

        unit = TimeUnits.Of(name);
        bool isKnown = unit != TimeUnits.Unknown
            && (!isWhole || TimeUnits.LengthMs(unit) > 0 || TimeUnits.LengthMonths(unit) > 0);
        call.Problem = isKnown ? "" : $"{call.Name} does not know the unit {name}";
        return isKnown;
    }

    private static void AddTexts(FunctionTable table)
    {
        Type t = typeof(TimeTextFunctions);
        table.Add("DATE_FORMAT", "DATE_FORMAT(time, pattern)", DateFormat);
        table.Add("TO_TIMESTAMP", "TO_TIMESTAMP(text [, pattern])", static call => ByPattern(
            call,
            SqlType.Timestamp3,
            nameof(TimeTextFunctions.ParseTimestamp),
            nameof(TimeTextFunctions.Parse)));
        table.Add("TO_DATE", "TO_DATE(text [, pattern])", static call => ByPattern(
            call,
            SqlType.Date,
            nameof(TimeTextFunctions.ParseDate),
            nameof(TimeTextFunctions.ParseDateBy)));
        table.Add("FROM_UNIXTIME", "FROM_UNIXTIME(seconds [, pattern])", static call => ByPattern(
            call,
            S,
            nameof(TimeTextFunctions.FromUnixTime),
            nameof(TimeTextFunctions.FromUnixTimeBy),
            call.Zone));
        table.Add("UNIX_TIMESTAMP", "UNIX_TIMESTAMP([text [, pattern]])", static call => call.Count == 0
            ? CallBuilder.Call(typeof(TimeTextFunctions), nameof(TimeTextFunctions.UnixNow), SqlType.BigInt, [])
            : ByPattern(
                call,
                SqlType.BigInt,
                nameof(TimeTextFunctions.UnixTimestamp),
                nameof(TimeTextFunctions.UnixTimestampBy),
                call.Zone));
        table.Add(
            "TO_TIMESTAMP_LTZ",
            "TO_TIMESTAMP_LTZ(number, 0 or 3) or TO_TIMESTAMP_LTZ(text)",
            new Overload(t, nameof(TimeTextFunctions.FromEpoch), SqlType.TimestampLtz3, [SqlType.BigInt, SqlType.Int]),
            new Overload(t, nameof(TimeTextFunctions.FromEpochMs), SqlType.TimestampLtz3, [SqlType.BigInt]),
            new Overload(t, nameof(TimeTextFunctions.ParseTimestampLtz), SqlType.TimestampLtz3, [S]));
    }

    private static ScalarCall? ByPattern(
        FunctionCall call, SqlType result, string plain, string patterned, params object[] constants)
    {
        SqlType first = call.Name == "FROM_UNIXTIME" ? SqlType.BigInt : S;
        if (call.Accepts([first]))
        {
            return CallBuilder.Call(typeof(TimeTextFunctions), plain, result, [first], constants);
        }

        bool isSimple = call.Name is "FROM_UNIXTIME" or "UNIX_TIMESTAMP";
        string refused = isSimple ? TimeTextFunctions.Simple : TimeFormat.WrittenOnly;
        if (!call.Accepts([first, S]) || !TryFormat(call, 1, refused, out TimeFormat format))
        {
            return null;
        }

        return CallBuilder.Call(typeof(TimeTextFunctions), patterned, result, [first, S], [format, .. constants]);
    }

    private static ScalarCall? DateFormat(FunctionCall call)
    {
        string refused = call.Count > 0 && call[0].IsText ? TimeTextFunctions.Simple : "";
        if (call.Count != 2 || !call[1].IsText || !TryFormat(call, 1, refused, out TimeFormat format))
        {
            return null;
        }

        Type holder = typeof(TimeTextFunctions);
        SqlType type = call[0];
        if (type.Kind == SqlTypeKind.Date)
        {
            call.Problem = "DATE_FORMAT does not take a DATE; cast it to TIMESTAMP(3)";
            return null;
        }

        return type.Kind switch
        {
            SqlTypeKind.Timestamp => CallBuilder.Call(holder, nameof(TimeTextFunctions.Format), S, [type, S], format),
            SqlTypeKind.TimestampLtz =>
                CallBuilder.Call(holder, nameof(TimeTextFunctions.FormatLtz), S, [type, S], format, call.Zone),
            SqlTypeKind.Char or SqlTypeKind.VarChar =>
                CallBuilder.Call(holder, nameof(TimeTextFunctions.FormatText), S, [S, S], format),
            _ => null,
        };
    }

    private static bool TryFormat(FunctionCall call, int index, string refused, out TimeFormat format)
    {
        format = TimeFormat.PerRow;
        if (call.Literal(index) is not { } pattern)
        {
            return true;
        }

        TimeFormat? known = TimeFormat.Of(pattern, out string problem);
        if (known?.FirstOf(refused) is { } letter and not '\0')
        {
            problem = $"the time pattern '{pattern}' has '{letter}', which stands in DATE_FORMAT of a TIMESTAMP alone";
            known = null;
        }

        call.Problem = problem;
        format = known ?? format;
        return known is not null;
    }

    private static void AddClocks(FunctionTable table)
    {
        foreach (string name in (string[])["CURRENT_TIMESTAMP", "NOW", "CURRENT_ROW_TIMESTAMP", "PROCTIME"])
        {
            table.Add(name, name, static call => Clock(call, nameof(TimeTextFunctions.Now), SqlType.TimestampLtz3));
        }

        table.Add("LOCALTIMESTAMP", "LOCALTIMESTAMP", static call =>
            Clock(call, nameof(TimeTextFunctions.LocalNow), SqlType.Timestamp3, call.Zone));
        table.Add("CURRENT_DATE", "CURRENT_DATE", static call =>
            Clock(call, nameof(TimeTextFunctions.Today), SqlType.Date, call.Zone));
        foreach (string name in (string[])["LOCALTIME", "CURRENT_TIME"])
        {
            table.Add(
                name, name, static call => Clock(call, nameof(TimeTextFunctions.TimeOfDay), SqlType.Time, call.Zone));
        }
    }

    private static ScalarCall? Clock(FunctionCall call, string method, SqlType type, params object[] constants) =>
        call.Count == 0 ? CallBuilder.Call(typeof(TimeTextFunctions), method, type, [], constants) : null;
}
