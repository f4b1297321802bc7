using System;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Numerics;

namespace HotPath.Operators.Scalars;

/// <summary>How types combine: Calcite's least restrictive type, and the result types of decimal arithmetic.</summary>
/// <remarks>Source: specs/flink-semantics.md 2.10.</remarks>
internal static class TypeRules
{
    // A scale is cut no further than this when a result needs more than 38 digits.
    private const int MinKeptScale = 6;

    internal static SqlType? Common(SqlType left, SqlType right)
    {
        if (left.Kind == SqlTypeKind.Null || left == right)
        {
            return right;
        }

        if (right.Kind == SqlTypeKind.Null)
        {
            return left;
        }

        if (left.IsNumeric && right.IsNumeric)
        {
            return left.IsApproximate && right.IsApproximate ? SqlType.Double : CommonNumber(left, right);
        }

        if (left.IsText && right.IsText)
        {
            return CommonText(left, right);
        }

        if (left.Kind != right.Kind)
        {
            return left.IsTimestamp && right.IsTimestamp
                ? left with { Precision = Math.Max(left.Precision, right.Precision) }
                : null;
        }

        return left.Precision >= right.Precision ? left : right;
    }

    /// <summary>
    /// The type in which two numbers are added or compared. Of two approximate ones it is the first, as in Calcite.
    /// </summary>
    internal static SqlType CommonNumber(SqlType left, SqlType right)
    {
        if (left.IsInteger && right.IsInteger)
        {
            return left.Kind >= right.Kind ? left : right;
        }

        if (left.IsApproximate || right.IsApproximate)
        {
            SqlType approximate = left.IsApproximate ? left : right;
            return left.Kind == SqlTypeKind.Decimal || right.Kind == SqlTypeKind.Decimal ? SqlType.Double : approximate;
        }

        SqlType first = AsDecimal(left);
        SqlType second = AsDecimal(right);
        int scale = Math.Max(first.Scale, second.Scale);
        int digits = Math.Max(first.Precision - first.Scale, second.Precision - second.Scale);
        return SqlType.Decimal(Math.Min(DecimalMath.MaxPrecision, digits + scale), scale);
    }

    /// <summary>Integers count as decimals of their digits.</summary>
    internal static SqlType AsDecimal(SqlType type) => type.Kind switch
    {
        SqlTypeKind.TinyInt => SqlType.Decimal(3, 0),
        SqlTypeKind.SmallInt => SqlType.Decimal(5, 0),
        SqlTypeKind.Int => SqlType.Decimal(10, 0),
        SqlTypeKind.BigInt => SqlType.Decimal(19, 0),
        _ => type,
    };

    internal static SqlType DecimalResult(string op, SqlType left, SqlType right)
    {
        int scale = Math.Max(left.Scale, right.Scale);
        int leftDigits = left.Precision - left.Scale;
        int rightDigits = right.Precision - right.Scale;
        switch (op)
        {
            case "*":
                return Adjusted(left.Precision + right.Precision + 1, left.Scale + right.Scale);
            case "/":
                scale = Math.Max(MinKeptScale, left.Scale + right.Precision + 1);
                return Adjusted(leftDigits + right.Scale + scale, scale);
            case "%":
                return Adjusted(Math.Min(leftDigits, rightDigits) + scale, scale);
            default:
                return Adjusted(Math.Max(leftDigits, rightDigits) + scale + 1, scale);
        }
    }

    internal static SqlType Rounded(SqlType type, int digits)
    {
        if (digits >= type.Scale)
        {
            return type;
        }

        int whole = type.Precision - type.Scale + 1;
        return digits < 0
            ? SqlType.Decimal(Math.Min(DecimalMath.MaxPrecision, whole), 0)
            : SqlType.Decimal(whole + digits, digits);
    }

    private static SqlType Adjusted(int precision, int scale)
    {
        if (precision <= DecimalMath.MaxPrecision)
        {
            return SqlType.Decimal(precision, scale);
        }

        int digits = precision - scale;
        int kept = Math.Max(DecimalMath.MaxPrecision - digits, Math.Min(scale, MinKeptScale));
        return SqlType.Decimal(DecimalMath.MaxPrecision, kept);
    }

    private static SqlType CommonText(SqlType left, SqlType right)
    {
        int length = Math.Max(left.Precision, right.Precision);
        bool isFixed = left.Kind == SqlTypeKind.Char && right.Kind == SqlTypeKind.Char
            && left.Precision == right.Precision;
        return new SqlType(isFixed ? SqlTypeKind.Char : SqlTypeKind.VarChar, length);
    }
}
