using System;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Numerics;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>Which column may stand for which member, and which suits best.</summary>
internal static class SbeTypeRules
{
    private const int AnyExponentScale = 9;

    /// <summary>Type of the column that suits a member best.</summary>
    /// <param name="member">Member that is not refused.</param>
    /// <returns>A type that holds what its writers mean.</returns>
    public static SqlType Best(SbeMember member) => member.Kind switch
    {
        SbeMemberKind.Number when IsTime(member.TimeUnit) => SqlType.Timestamp3,
        SbeMemberKind.Number when member.TimeUnit == "day" => SqlType.Date,
        SbeMemberKind.Number when member.Primitive == PrimitiveType.Float => SqlType.Float,
        SbeMemberKind.Number when member.Primitive == PrimitiveType.Double => SqlType.Double,
        SbeMemberKind.Number or SbeMemberKind.Count => Integer(member.Primitive),
        SbeMemberKind.Decimal => Decimal(member),
        SbeMemberKind.Choice => SqlType.Boolean,
        SbeMemberKind.Octets => SqlType.Bytes,
        SbeMemberKind.Data or SbeMemberKind.Text when !SbeTexts.IsKnown(member.Encoding) => SqlType.Bytes,
        _ => SqlType.String,
    };

    /// <summary>Decides how a column is read from a member.</summary>
    /// <param name="member">Member that is not refused.</param>
    /// <param name="type">Type of the column.</param>
    /// <returns>The conversion, or none when there is none without loss.</returns>
    public static SbeConversion Find(SbeMember member, SqlType type)
    {
        bool isText = type.IsText;
        return member.Kind switch
        {
            SbeMemberKind.Number => OfNumber(member, type),
            SbeMemberKind.Count => Fits(member.Primitive, type) ? SbeConversion.Integer : SbeConversion.None,
            SbeMemberKind.Decimal => IsDecimal(member, type) ? SbeConversion.Decimal : SbeConversion.None,
            SbeMemberKind.Choice => type.Kind == SqlTypeKind.Boolean ? SbeConversion.Choice : SbeConversion.None,
            SbeMemberKind.Uuid => isText ? SbeConversion.Uuid : SbeConversion.None,
            SbeMemberKind.Enum => isText ? SbeConversion.EnumName : Whole(member, type),
            SbeMemberKind.Set => isText ? SbeConversion.ChoiceNames : Whole(member, type),
            _ when type.Kind == SqlTypeKind.VarBinary => SbeConversion.Bytes,
            _ => isText && SbeTexts.IsKnown(member.Encoding) ? SbeConversion.Text : SbeConversion.None,
        };
    }

    /// <summary>What to write instead of a type that does not suit.</summary>
    /// <param name="member">Member that is not refused.</param>
    /// <returns>Types.</returns>
    public static string Instead(SbeMember member)
    {
        SqlType best = Best(member);
        return member.Kind switch
        {
            SbeMemberKind.Enum => $"{best} for its name or {Integer(member.Primitive)} for its number",
            SbeMemberKind.Set => $"{best} for its choices or {Integer(member.Primitive)} for its bits",
            SbeMemberKind.Number when IsTime(member.TimeUnit) =>
                $"{best}, TIMESTAMP_LTZ(3) or {Integer(member.Primitive)}",
            SbeMemberKind.Number when member.Primitive == PrimitiveType.UInt64 =>
                $"{best}, or DECIMAL(20, 0) for numbers from 2^63 on",
            _ => best.ToString(),
        };
    }

    /// <summary>Length of a unit of time.</summary>
    /// <param name="unit">As the schema writes it.</param>
    /// <returns>Unit: ns. 0 for anything else.</returns>
    public static long UnitNs(string? unit) => unit switch
    {
        "nanosecond" => 1,
        "microsecond" => 1_000,
        "millisecond" => 1_000_000,
        "second" => 1_000_000_000,
        _ => 0,
    };

    /// <summary>Whether a primitive is an integer.</summary>
    /// <param name="primitive">Any.</param>
    /// <returns>True for int8 to uint64.</returns>
    public static bool IsInteger(PrimitiveType primitive) =>
        PrimitiveTypes.IsSigned(primitive) || PrimitiveTypes.IsUnsigned(primitive);

    private static bool IsTime(string? unit) => UnitNs(unit) > 0;

    private static SbeConversion OfNumber(SbeMember member, SqlType type) => type.Kind switch
    {
        SqlTypeKind.Float when member.Primitive == PrimitiveType.Float => SbeConversion.Float,
        SqlTypeKind.Double when PrimitiveTypes.IsFloating(member.Primitive) => SbeConversion.Double,
        SqlTypeKind.Timestamp or SqlTypeKind.TimestampLtz
            when IsTime(member.TimeUnit) && IsInteger(member.Primitive) => SbeConversion.Time,
        SqlTypeKind.Date when member.TimeUnit == "day" && IsInteger(member.Primitive) => SbeConversion.Date,
        _ => Whole(member, type),
    };

    private static SbeConversion Whole(SbeMember member, SqlType type)
    {
        bool isDecimal = type.Kind == SqlTypeKind.Decimal
            && !PrimitiveTypes.IsFloating(member.Primitive)
            && type.Precision - type.Scale >= Digits(member.Primitive);
        return isDecimal ? SbeConversion.WholeDecimal
            : Fits(member.Primitive, type) ? SbeConversion.Integer
            : SbeConversion.None;
    }

    private static bool Fits(PrimitiveType primitive, SqlType type) =>
        type.IsInteger && !PrimitiveTypes.IsFloating(primitive) && type.Kind >= Integer(primitive).Kind;

    private static SqlType Integer(PrimitiveType primitive) => primitive switch
    {
        PrimitiveType.Int8 => SqlType.TinyInt,
        PrimitiveType.Int16 or PrimitiveType.UInt8 or PrimitiveType.Char => SqlType.SmallInt,
        PrimitiveType.Int32 or PrimitiveType.UInt16 => SqlType.Int,
        _ => SqlType.BigInt,
    };

    private static bool IsDecimal(SbeMember member, SqlType type) =>
        type.Kind == SqlTypeKind.Decimal && (member.Exponent is not { } power || type.Scale >= -power);

    private static SqlType Decimal(SbeMember member)
    {
        int digits = Digits(member.Primitive);
        return member.Exponent switch
        {
            null => SqlType.Decimal(Powers.MaxExponent, AnyExponentScale),
            > 0 and { } power => SqlType.Decimal(Math.Min(Powers.MaxExponent, digits + power), 0),
            { } power => SqlType.Decimal(
                Math.Clamp(-power, digits, Powers.MaxExponent), Math.Min(-power, Powers.MaxExponent)),
        };
    }

    private static int Digits(PrimitiveType primitive) =>
        Powers.Digits((UInt128)PrimitiveTypes.DefaultMax(primitive).ToUInt64());
}
