using System;
using HotPath.Dataflow.Rows;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Operators by the types of their operands. The methods return null where there is none; the caller words the
/// refusal.
/// </summary>
internal static class OperatorCatalog
{
    internal static ScalarCall? Binary(string op, SqlType left, SqlType right) => op switch
    {
        "+" or "-" or "*" or "/" or "%" => Arithmetical(op, left, right),
        "||" => left.IsText && right.IsText
            ? CallBuilder.Call(
                typeof(TextFunctions), nameof(TextFunctions.Concat), SqlType.String, [SqlType.String, SqlType.String])
            : null,
        "=" or "<>" or "<" or "<=" or ">" or ">=" => Compared(op, left, right),
        "GREATEST" or "LEAST" => Extreme(op, left, right),
        _ => null,
    };

    internal static ScalarCall? Unary(string op, SqlType operand)
    {
        if (!operand.IsNumeric && !operand.IsInterval)
        {
            return null;
        }

        return op switch
        {
            "-" => CallBuilder.Generic(typeof(Arithmetic), nameof(Arithmetic.Negate), operand, [operand]),
            "+" => CallBuilder.Generic(typeof(Arithmetic), nameof(Arithmetic.Identity), operand, [operand]),
            _ => null,
        };
    }

    private static ScalarCall? Arithmetical(string op, SqlType left, SqlType right)
    {
        if (!left.IsNumeric || !right.IsNumeric)
        {
            return IntervalCatalog.Arithmetical(op, left, right);
        }

        SqlType common = TypeRules.CommonNumber(left, right);
        if (common.Kind == SqlTypeKind.Decimal)
        {
            return OfDecimals(op, TypeRules.AsDecimal(left), TypeRules.AsDecimal(right));
        }

        if (op == "%" && common.IsInteger && common != right)
        {
            return CallBuilder.ModuloTo(right, common);
        }

        string? method = op switch
        {
            "+" => nameof(Arithmetic.Add),
            "-" => nameof(Arithmetic.Subtract),
            "*" => nameof(Arithmetic.Multiply),
            "/" => common.IsInteger ? nameof(Arithmetic.Divide) : nameof(Arithmetic.DivideFloating),
            _ => common.IsInteger ? nameof(Arithmetic.Modulo) : null,
        };
        return method is null ? null : CallBuilder.Generic(typeof(Arithmetic), method, common, [common, common]);
    }

    private static ScalarCall OfDecimals(string op, SqlType left, SqlType right)
    {
        SqlType result = TypeRules.DecimalResult(op, left, right);
        string method = op switch
        {
            "+" => nameof(DecimalFunctions.Add),
            "-" => nameof(DecimalFunctions.Subtract),
            "*" => nameof(DecimalFunctions.Multiply),
            "/" => nameof(DecimalFunctions.Divide),
            _ => nameof(DecimalFunctions.Modulo),
        };
        object[] scales = [left.Scale, right.Scale, result.Precision, result.Scale];
        return CallBuilder.Call(typeof(DecimalFunctions), method, result, [left, right], scales);
    }

    // Of other types than these two, a comparison chooses.
    private static ScalarCall? Extreme(string op, SqlType left, SqlType right) =>
        left.IsApproximate && left == right
            ? CallBuilder.Generic(
                typeof(FloatingFunctions),
                op == "GREATEST" ? nameof(FloatingFunctions.Greatest) : nameof(FloatingFunctions.Least),
                left,
                [left, right])
            : null;

    private static ScalarCall? Compared(string op, SqlType left, SqlType right)
    {
        if (left.IsNumeric && right.IsNumeric)
        {
            SqlType common = TypeRules.CommonNumber(left, right);
            return common.Kind != SqlTypeKind.Decimal
                ? InOrder(op, common)
                : DecimalsInOrder(op, TypeRules.AsDecimal(left), TypeRules.AsDecimal(right));
        }

        if (left.IsVariableLength && right.IsVariableLength && left.IsText == right.IsText)
        {
            SqlType type = left.IsText ? SqlType.String : SqlType.Bytes;
            return op switch
            {
                "=" => Test(nameof(Comparison.TextsEqual), [type, type]),
                "<>" => Test(nameof(Comparison.TextsDiffer), [type, type]),
                _ => Test(nameof(Comparison.Texts), [type, type], Orders(op)),
            };
        }

        if (left.Kind != right.Kind)
        {
            return null;
        }

        return left.Kind switch
        {
            SqlTypeKind.Boolean => Test(nameof(Comparison.Booleans), [left, right], Orders(op)),
            SqlTypeKind.Null => null,
            _ => InOrder(op, left with { Precision = Math.Max(left.Precision, right.Precision) }),
        };
    }

    private static ScalarCall Test(string method, SqlType[] operands, params object[] constants) =>
        CallBuilder.Call(typeof(Comparison), method, SqlType.Boolean, operands, constants);

    private static ScalarCall DecimalsInOrder(string op, SqlType left, SqlType right) => left.Scale == right.Scale
        ? CallBuilder.Generic(typeof(Comparison), MethodOf(op), SqlType.Boolean, [left, right])
        : Test(nameof(Comparison.Decimals), [left, right], left.Scale, right.Scale, Orders(op));

    private static ScalarCall InOrder(string op, SqlType type) =>
        CallBuilder.Generic(typeof(Comparison), MethodOf(op), SqlType.Boolean, [type, type]);

    private static string MethodOf(string op) => op switch
    {
        "=" => nameof(Comparison.Equal),
        "<>" => nameof(Comparison.NotEqual),
        "<" => nameof(Comparison.Less),
        "<=" => nameof(Comparison.LessOrEqual),
        ">" => nameof(Comparison.Greater),
        _ => nameof(Comparison.GreaterOrEqual),
    };

    private static int Orders(string op) => op switch
    {
        "=" => 0b010,
        "<>" => 0b101,
        "<" => 0b001,
        "<=" => 0b011,
        ">" => 0b100,
        _ => 0b110,
    };
}
