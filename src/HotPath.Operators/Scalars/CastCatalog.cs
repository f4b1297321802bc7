using System;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Time;

namespace HotPath.Operators.Scalars;

/// <summary>Casts by the types of operand and result; null where there is none.</summary>
internal static class CastCatalog
{
    internal static bool IsIdentity(SqlType from, SqlType to)
    {
        if (from.Kind == SqlTypeKind.Null || from == to)
        {
            return from == to;
        }

        if (from.IsText && to.Kind == SqlTypeKind.VarChar)
        {
            return to.Precision >= from.Precision;
        }

        return from.Kind == to.Kind
            && (from.Kind switch
            {
                SqlTypeKind.Decimal or SqlTypeKind.Char => false,
                SqlTypeKind.Time or SqlTypeKind.Timestamp or SqlTypeKind.TimestampLtz =>
                    to.Precision >= Math.Min(from.Precision, 3),
                _ => true,
            });
    }

    internal static ScalarCall? Cast(SqlType from, SqlType to, bool isTry, ZoneRules zone) => to.Kind switch
    {
        SqlTypeKind.Char or SqlTypeKind.VarChar => ToText(from, to, zone),
        SqlTypeKind.Boolean => ToBoolean(from, to, isTry),
        SqlTypeKind.TinyInt or SqlTypeKind.SmallInt or SqlTypeKind.Int or SqlTypeKind.BigInt =>
            ToInteger(from, to, isTry),
        SqlTypeKind.Float or SqlTypeKind.Double => ToFloating(from, to, isTry),
        SqlTypeKind.Decimal => ToDecimal(from, to, isTry),
        SqlTypeKind.Date => ToDate(from, to, isTry, zone),
        SqlTypeKind.Time => ToTime(from, to, isTry, zone),
        SqlTypeKind.Timestamp => ToTimestamp(from, to, isTry, zone),
        SqlTypeKind.TimestampLtz => ToLtz(from, to, isTry, zone),
        SqlTypeKind.VarBinary => from.IsText ? Of(typeof(Arithmetic), nameof(Arithmetic.Identity), from, to) : null,
        _ => null,
    };

    private static ScalarCall Of(Type holder, string method, SqlType from, SqlType to, params object[] constants) =>
        holder.GetMethod(method)!.IsGenericMethodDefinition
            ? CallBuilder.Generic(holder, method, to, [from], constants)
            : CallBuilder.Call(holder, method, to, [from], constants);

    private static ScalarCall Both(string method, SqlType from, SqlType to)
    {
        var info = typeof(NumberCasts).GetMethod(method)!.MakeGenericMethod(from.ClrType, to.ClrType);
        return new ScalarCall(info, [from], [], to, TakesContext: false);
    }

    private static ScalarCall To(Type holder, string method, SqlType from, SqlType to, params object[] constants) =>
        CallBuilder.GenericOf(to.ClrType, holder, method, to, [from], constants);

    private static ScalarCall? ToText(SqlType from, SqlType to, ZoneRules zone)
    {
        if (from.IsText)
        {
            return to.Kind == SqlTypeKind.Char
                ? Of(typeof(TextFunctions), nameof(TextFunctions.ToChar), from, to, to.Precision)
                : Of(typeof(TextFunctions), nameof(TextFunctions.Cut), from, to, to.Precision);
        }

        Type holder = typeof(ToTextCasts);
        int width = to.Kind == SqlTypeKind.Char ? -to.Precision : to.Precision;
        return from.Kind switch
        {
            SqlTypeKind.Boolean => Of(holder, nameof(ToTextCasts.Boolean), from, to, width),
            SqlTypeKind.TinyInt or SqlTypeKind.SmallInt or SqlTypeKind.Int or SqlTypeKind.BigInt =>
                Of(holder, nameof(ToTextCasts.Integer), from, to, width),
            SqlTypeKind.Float => Of(holder, nameof(ToTextCasts.Float), from, to, width),
            SqlTypeKind.Double => Of(holder, nameof(ToTextCasts.Double), from, to, width),
            SqlTypeKind.Decimal => Of(holder, nameof(ToTextCasts.Decimal), from, to, from.Scale, width),
            SqlTypeKind.Date => Of(holder, nameof(ToTextCasts.Date), from, to, width),
            SqlTypeKind.Time => Of(holder, nameof(ToTextCasts.Time), from, to, from.Precision, width),
            SqlTypeKind.Timestamp => Of(holder, nameof(ToTextCasts.Timestamp), from, to, from.Precision, width),
            SqlTypeKind.TimestampLtz =>
                Of(holder, nameof(ToTextCasts.TimestampLtz), from, to, from.Precision, zone, width),
            SqlTypeKind.IntervalDay => Of(holder, nameof(ToTextCasts.DayInterval), from, to, width),
            SqlTypeKind.IntervalMonth => Of(holder, nameof(ToTextCasts.MonthInterval), from, to, width),
            SqlTypeKind.VarBinary => Of(holder, nameof(ToTextCasts.Binary), from, to, width),
            _ => null,
        };
    }

    private static ScalarCall? ToBoolean(SqlType from, SqlType to, bool isTry)
    {
        if (from.IsText)
        {
            return Of(typeof(TextCasts), nameof(TextCasts.ToBoolean), from, to, isTry);
        }

        return from.IsNumeric ? Of(typeof(NumberCasts), nameof(NumberCasts.ToBoolean), from, to) : null;
    }

    private static ScalarCall? ToInteger(SqlType from, SqlType to, bool isTry)
    {
        if (from.IsText)
        {
            return To(typeof(TextCasts), nameof(TextCasts.ToInteger), from, to, (int)to.Kind, isTry);
        }

        return from.Kind switch
        {
            SqlTypeKind.Decimal => To(typeof(NumberCasts), nameof(NumberCasts.DecimalToInteger), from, to, from.Scale),
            SqlTypeKind.Float or SqlTypeKind.Double => Both(nameof(NumberCasts.ToInteger), from, to),
            SqlTypeKind.Boolean => To(typeof(NumberCasts), nameof(NumberCasts.FromBoolean), from, to),
            _ => from.IsInteger ? Both(nameof(NumberCasts.Convert), from, to) : null,
        };
    }

    private static ScalarCall? ToFloating(SqlType from, SqlType to, bool isTry)
    {
        bool isFloat = to.Kind == SqlTypeKind.Float;
        if (from.IsText)
        {
            return Of(
                typeof(TextCasts), isFloat ? nameof(TextCasts.ToFloat) : nameof(TextCasts.ToDouble), from, to, isTry);
        }

        return from.Kind switch
        {
            SqlTypeKind.Decimal => Of(
                typeof(NumberCasts),
                isFloat ? nameof(NumberCasts.DecimalToFloat) : nameof(NumberCasts.DecimalToDouble),
                from,
                to,
                from.Scale),
            SqlTypeKind.Boolean => To(typeof(NumberCasts), nameof(NumberCasts.FromBoolean), from, to),
            _ => from.IsNumeric ? Both(nameof(NumberCasts.Convert), from, to) : null,
        };
    }

    private static ScalarCall? ToDecimal(SqlType from, SqlType to, bool isTry)
    {
        if (from.IsText)
        {
            return Of(typeof(TextCasts), nameof(TextCasts.ToDecimal), from, to, to.Precision, to.Scale, isTry);
        }

        if (from.IsInteger)
        {
            return to.Precision - to.Scale >= TypeRules.AsDecimal(from).Precision
                ? Of(typeof(NumberCasts), nameof(NumberCasts.ToWideDecimal), from, to, to.Scale)
                : Of(typeof(NumberCasts), nameof(NumberCasts.ToDecimal), from, to, to.Precision, to.Scale);
        }

        return from.Kind switch
        {
            SqlTypeKind.Decimal when to.Scale >= from.Scale && to.Precision - to.Scale >= from.Precision - from.Scale =>
                Of(typeof(DecimalFunctions), nameof(DecimalFunctions.Widen), from, to, to.Scale - from.Scale),
            SqlTypeKind.Decimal =>
                Of(
                    typeof(DecimalFunctions),
                    nameof(DecimalFunctions.Rescale),
                    from,
                    to,
                    from.Scale,
                    to.Precision,
                    to.Scale),
            SqlTypeKind.Float or SqlTypeKind.Double =>
                Of(typeof(NumberCasts), nameof(NumberCasts.FloatingToDecimal), from, to, to.Precision, to.Scale),
            SqlTypeKind.Boolean =>
                Of(typeof(NumberCasts), nameof(NumberCasts.BooleanToDecimal), from, to, to.Precision, to.Scale),
            _ => null,
        };
    }

    private static ScalarCall? ToDate(SqlType from, SqlType to, bool isTry, ZoneRules zone) => from.Kind switch
    {
        SqlTypeKind.Char or SqlTypeKind.VarChar => Of(typeof(TextCasts), nameof(TextCasts.ToDate), from, to, isTry),
        SqlTypeKind.Timestamp => Of(typeof(TimeCasts), nameof(TimeCasts.TimestampToDate), from, to),
        SqlTypeKind.TimestampLtz => Of(typeof(TimeCasts), nameof(TimeCasts.LtzToDate), from, to, zone),
        _ => null,
    };

    private static ScalarCall? ToTime(SqlType from, SqlType to, bool isTry, ZoneRules zone) => from.Kind switch
    {
        SqlTypeKind.Char or SqlTypeKind.VarChar =>
            Of(typeof(TextCasts), nameof(TextCasts.ToTime), from, to, to.UnitMs, isTry),
        SqlTypeKind.Time => Of(typeof(TimeCasts), nameof(TimeCasts.CutTime), from, to, to.UnitMs),
        SqlTypeKind.Timestamp => Of(typeof(TimeCasts), nameof(TimeCasts.TimestampToTime), from, to, to.UnitMs),
        SqlTypeKind.TimestampLtz => Of(typeof(TimeCasts), nameof(TimeCasts.LtzToTime), from, to, to.UnitMs, zone),
        _ => null,
    };

    private static ScalarCall? ToTimestamp(SqlType from, SqlType to, bool isTry, ZoneRules zone) => from.Kind switch
    {
        SqlTypeKind.Char or SqlTypeKind.VarChar =>
            Of(typeof(TextCasts), nameof(TextCasts.ToTimestamp), from, to, to.UnitMs, isTry),
        SqlTypeKind.Date => Of(typeof(TimeCasts), nameof(TimeCasts.DateToTimestamp), from, to),
        SqlTypeKind.Time => Of(typeof(TimeCasts), nameof(TimeCasts.TimeToTimestamp), from, to),
        SqlTypeKind.Timestamp => Of(typeof(TimeCasts), nameof(TimeCasts.Cut), from, to, to.UnitMs),
        SqlTypeKind.TimestampLtz => Of(typeof(TimeCasts), nameof(TimeCasts.LtzToTimestamp), from, to, to.UnitMs, zone),
        _ => null,
    };

    private static ScalarCall? ToLtz(SqlType from, SqlType to, bool isTry, ZoneRules zone) => from.Kind switch
    {
        SqlTypeKind.Char or SqlTypeKind.VarChar =>
            Of(typeof(TextCasts), nameof(TextCasts.ToTimestampLtz), from, to, to.UnitMs, zone, isTry),
        SqlTypeKind.Date => Of(typeof(TimeCasts), nameof(TimeCasts.DateToLtz), from, to, zone),
        SqlTypeKind.Time => Of(typeof(TimeCasts), nameof(TimeCasts.TimeToLtz), from, to, to.UnitMs, zone),
        SqlTypeKind.Timestamp => Of(typeof(TimeCasts), nameof(TimeCasts.TimestampToLtz), from, to, to.UnitMs, zone),
        SqlTypeKind.TimestampLtz => Of(typeof(TimeCasts), nameof(TimeCasts.Cut), from, to, to.UnitMs),
        _ => null,
    };
}
