using System;
using System.Reflection;
using HotPath.Dataflow.Rows;
using HotPath.Functions;

namespace HotPath.Operators.Functions;

/// <summary>A parameter of a user's function.</summary>
/// <param name="Kind">What it takes; of a DECIMAL any precision and scale that <c>decimal</c> holds.</param>
/// <param name="IsNullable">Whether it takes NULL.</param>
/// <param name="ClrType">As the method declares it.</param>
public sealed record FunctionParameter(SqlTypeKind Kind, bool IsNullable, Type ClrType)
{
    /// <summary>What types a function may have, for messages.</summary>
    internal const string Allowed = "bool, sbyte, short, int, long, float, double, decimal, DateOnly and TimeOnly, "
        + "each also with '?', ReadOnlySpan<byte> and NullableUtf8 for text, [Binary] ReadOnlySpan<byte> and "
        + "NullableBytes";

    /// <summary>Digits that <c>decimal</c> always holds. Unit: digits.</summary>
    internal const int DecimalDigitsMax = 28;

    /// <summary>Reads a parameter.</summary>
    /// <returns><see langword="null"/> when its type is none that a function may have.</returns>
    internal static FunctionParameter? Of(ParameterInfo parameter) => KindOf(parameter, out bool isNullable) is { } kind
        ? new FunctionParameter(kind, isNullable, parameter.ParameterType)
        : null;

    /// <summary>Whether <c>[Binary]</c> stands where it means nothing.</summary>
    internal static bool IsWronglyBinary(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(BinaryAttribute)) && parameter.ParameterType != typeof(ReadOnlySpan<byte>)
        && parameter.ParameterType != typeof(NullableBytes);

    /// <summary>The kind of SQL type that the type of a parameter or a result stands for.</summary>
    internal static SqlTypeKind? KindOf(ParameterInfo parameter, out bool isNullable)
    {
        Type type = parameter.ParameterType;
        Type? underlying = Nullable.GetUnderlyingType(type);
        isNullable = underlying is not null || type == typeof(NullableUtf8) || type == typeof(NullableBytes);
        if (type == typeof(NullableBytes)
            || (type == typeof(ReadOnlySpan<byte>) && parameter.IsDefined(typeof(BinaryAttribute))))
        {
            return SqlTypeKind.VarBinary;
        }

        if (type == typeof(ReadOnlySpan<byte>) || type == typeof(NullableUtf8))
        {
            return SqlTypeKind.VarChar;
        }

        return Type.GetTypeCode(underlying ?? type) switch
        {
            _ when (underlying ?? type) == typeof(DateOnly) => SqlTypeKind.Date,
            _ when (underlying ?? type) == typeof(TimeOnly) => SqlTypeKind.Time,
            _ when (underlying ?? type).IsEnum => null,
            TypeCode.Boolean => SqlTypeKind.Boolean,
            TypeCode.SByte => SqlTypeKind.TinyInt,
            TypeCode.Int16 => SqlTypeKind.SmallInt,
            TypeCode.Int32 => SqlTypeKind.Int,
            TypeCode.Int64 => SqlTypeKind.BigInt,
            TypeCode.Single => SqlTypeKind.Float,
            TypeCode.Double => SqlTypeKind.Double,
            TypeCode.Decimal => SqlTypeKind.Decimal,
            _ => null,
        };
    }

    /// <summary>What an argument is cast to first.</summary>
    /// <param name="argument">Its type.</param>
    /// <param name="distance">How far that is: 0 for a type that fits as it is.</param>
    /// <returns><see langword="null"/> when it cannot be given.</returns>
    internal SqlType? Accept(SqlType argument, out int distance)
    {
        distance = Math.Abs(Kind - argument.Kind);
        if (argument.Kind == SqlTypeKind.Null)
        {
            distance = 0;
            return Kind == SqlTypeKind.Decimal ? SqlType.Decimal(DecimalDigitsMax, 0) : TypeOf(Kind);
        }

        return Kind switch
        {
            SqlTypeKind.VarChar => argument.IsText ? argument : null,
            SqlTypeKind.Double => argument.IsNumeric ? SqlType.Double : null,
            SqlTypeKind.Decimal when argument.IsInteger => SqlType.Decimal(DigitsOf(argument.Kind), 0),
            SqlTypeKind.Decimal =>
                argument.Kind == Kind && argument.Precision <= DecimalDigitsMax ? argument : null,
            SqlTypeKind.Boolean or SqlTypeKind.Float or SqlTypeKind.Date or SqlTypeKind.Time or SqlTypeKind.VarBinary =>
                argument.Kind == Kind ? argument : null,
            _ => argument.IsInteger && argument.Kind <= Kind ? TypeOf(Kind) : null,
        };
    }

    /// <summary>The parameter as SQL.</summary>
    /// <returns>For example <c>BIGINT</c>; <c>BIGINT NOT NULL</c> where NULL is not given to the method.</returns>
    public override string ToString() =>
        (Kind == SqlTypeKind.Decimal ? "DECIMAL" : TypeOf(Kind).ToString()) + (IsNullable ? string.Empty : " NOT NULL");

    /// <summary>The type without parameters of a kind.</summary>
    internal static SqlType TypeOf(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.VarChar => SqlType.String,
        SqlTypeKind.VarBinary => SqlType.Bytes,
        _ => new SqlType(kind),
    };

    private static int DigitsOf(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.TinyInt => 3,
        SqlTypeKind.SmallInt => 5,
        SqlTypeKind.Int => 10,
        _ => 19,
    };
}
