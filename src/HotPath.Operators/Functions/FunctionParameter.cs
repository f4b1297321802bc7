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
    internal const string Allowed = "bool, sbyte, short, int, long, float, double and decimal, each also with '?', "
        + "ReadOnlySpan<byte> and NullableUtf8";

    /// <summary>Digits that <c>decimal</c> always holds. Unit: digits.</summary>
    internal const int DecimalDigitsMax = 28;

    /// <summary>Reads a parameter.</summary>
    /// <returns><see langword="null"/> when its type is none that a function may have.</returns>
    internal static FunctionParameter? Of(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        return KindOf(type, out bool isNullable) is { } kind ? new FunctionParameter(kind, isNullable, type) : null;
    }

    /// <summary>The kind of SQL type that a CLR type stands for.</summary>
    internal static SqlTypeKind? KindOf(Type type, out bool isNullable)
    {
        Type? underlying = Nullable.GetUnderlyingType(type);
        isNullable = underlying is not null || type == typeof(NullableUtf8);
        if (type == typeof(ReadOnlySpan<byte>) || type == typeof(NullableUtf8))
        {
            return SqlTypeKind.VarChar;
        }

        return Type.GetTypeCode(underlying ?? type) switch
        {
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
            SqlTypeKind.Boolean or SqlTypeKind.Float => argument.Kind == Kind ? argument : null,
            _ => argument.IsInteger && argument.Kind <= Kind ? TypeOf(Kind) : null,
        };
    }

    /// <summary>The parameter as SQL.</summary>
    /// <returns>For example <c>BIGINT</c>; <c>BIGINT NOT NULL</c> where NULL is not given to the method.</returns>
    public override string ToString() =>
        (Kind == SqlTypeKind.Decimal ? "DECIMAL" : TypeOf(Kind).ToString()) + (IsNullable ? string.Empty : " NOT NULL");

    /// <summary>The type without parameters of a kind.</summary>
    internal static SqlType TypeOf(SqlTypeKind kind) =>
        kind == SqlTypeKind.VarChar ? SqlType.String : new SqlType(kind);

    private static int DigitsOf(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.TinyInt => 3,
        SqlTypeKind.SmallInt => 5,
        SqlTypeKind.Int => 10,
        _ => 19,
    };
}
