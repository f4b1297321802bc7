using System;
using HotPath.Dataflow.Rows;

namespace HotPath.Operators.Scalars;

/// <summary>Names of the numeric functions.</summary>
internal static class MathFunctionTable
{
    private static readonly SqlType D = SqlType.Double;

    internal static void AddTo(FunctionTable table)
    {
        Type f = typeof(FloatingFunctions);
        table.Add("SQRT", "SQRT(number)", new Overload(f, nameof(FloatingFunctions.Sqrt), D, [D]));
        table.Add("POWER", "POWER(base, exponent)", new Overload(f, nameof(FloatingFunctions.Power), D, [D, D]));
        table.Add("EXP", "EXP(number)", new Overload(f, nameof(FloatingFunctions.Exp), D, [D]));
        table.Add("LN", "LN(number)", new Overload(f, nameof(FloatingFunctions.Ln), D, [D]));
        table.Add("LOG10", "LOG10(number)", new Overload(f, nameof(FloatingFunctions.Log10), D, [D]));
        table.Add("LOG2", "LOG2(number)", new Overload(f, nameof(FloatingFunctions.Log2), D, [D]));
        table.Add(
            "LOG",
            "LOG([base,] number)",
            new Overload(f, nameof(FloatingFunctions.Ln), D, [D]),
            new Overload(f, nameof(FloatingFunctions.Log), D, [D, D]));
        table.Add("ABS", "ABS(number)", static call => OneNumber(call)
            ? CallBuilder.Generic(typeof(Arithmetic), nameof(Arithmetic.Abs), call[0], [call[0]])
            : null);
        table.Add("SIGN", "SIGN(number)", Sign);
        table.Add("MOD", "MOD(dividend, divisor)", static call => call.Count == 2
            ? OperatorCatalog.Binary("%", call[0], call[1])
            : null);
        table.Add("ROUND", "ROUND(number [, digits])", static call => Rounded(call, isTruncating: false));
        table.Add("TRUNCATE", "TRUNCATE(number [, digits])", static call => Rounded(call, isTruncating: true));
        table.Add("FLOOR", "FLOOR(number) or FLOOR(time TO unit)", static call => Whole(call, isCeiling: false));
        table.Add("CEIL", "CEIL(number) or CEIL(time TO unit)", static call => Whole(call, isCeiling: true));
        table.Add("CEILING", "CEILING(number) or CEILING(time TO unit)", static call => Whole(call, isCeiling: true));
    }

    private static bool OneNumber(FunctionCall call) => call.Count == 1 && call[0].IsNumeric;

    private static ScalarCall? Sign(FunctionCall call)
    {
        if (!OneNumber(call))
        {
            return null;
        }

        return call[0].Kind == SqlTypeKind.Decimal
            ? CallBuilder.Call(
                typeof(DecimalFunctions), nameof(DecimalFunctions.Sign), call[0], [call[0]], call[0].Scale)
            : CallBuilder.Generic(typeof(Arithmetic), nameof(Arithmetic.Sign), call[0], [call[0]]);
    }

    private static ScalarCall? Rounded(FunctionCall call, bool isTruncating)
    {
        if (call.Count is < 1 or > 2 || !call[0].IsNumeric || (call.Count == 2 && call[1].Kind > SqlTypeKind.Int))
        {
            return null;
        }

        SqlType type = call[0];
        bool hasDigits = call.Count == 2;
        if (type.Kind == SqlTypeKind.Decimal)
        {
            int? literal = hasDigits ? call.IntegerLiteral(1) : 0;
            SqlType result = literal is { } digits ? TypeRules.Rounded(type, digits) : type;
            object[] scales = [type.Scale, result.Precision, result.Scale];
            string method = isTruncating ? nameof(DecimalFunctions.Truncate) : nameof(DecimalFunctions.Round);
            return hasDigits
                ? CallBuilder.Call(typeof(DecimalFunctions), method, result, [type, SqlType.Int], scales)
                : CallBuilder.Call(typeof(DecimalFunctions), method, result, [type], [0, .. scales]);
        }

        string name = (isTruncating ? "Truncate" : "Round") + type.Kind switch
        {
            SqlTypeKind.Double => "",
            SqlTypeKind.Float => "Single",
            SqlTypeKind.BigInt => "Integer",
            _ => "Int",
        };
        SqlType computed = type.Kind is SqlTypeKind.TinyInt or SqlTypeKind.SmallInt ? SqlType.Int : type;
        return hasDigits
            ? CallBuilder.Call(typeof(FloatingFunctions), name, computed, [computed, SqlType.Int])
            : CallBuilder.Call(typeof(FloatingFunctions), name, computed, [computed], 0);
    }

    private static ScalarCall? Whole(FunctionCall call, bool isCeiling)
    {
        if (call.Count == 2)
        {
            return TimeFunctionTable.Whole(call, isCeiling);
        }

        if (!OneNumber(call))
        {
            return null;
        }

        SqlType type = call[0];
        string name = isCeiling ? "Ceiling" : "Floor";
        return type.Kind switch
        {
            SqlTypeKind.Decimal => CallBuilder.Call(
                typeof(DecimalFunctions), name, SqlType.Decimal(type.Precision, 0), [type], type.Scale),
            SqlTypeKind.Double => CallBuilder.Call(typeof(FloatingFunctions), name, type, [type]),
            SqlTypeKind.Float => CallBuilder.Call(typeof(FloatingFunctions), name + "Single", type, [type]),
            _ => CallBuilder.Generic(typeof(Arithmetic), nameof(Arithmetic.Identity), type, [type]),
        };
    }
}
