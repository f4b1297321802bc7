using System;
using System.Globalization;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.CSharp.Writing;

/// <summary>Primitive types in C#: their names, literals, and how they are read and written.</summary>
internal static class Wire
{
    public const string ReadOnlySpan = "global::System.ReadOnlySpan<byte>";
    public const string Span = "global::System.Span<byte>";
    public const string Memory = "global::HotPath.Foundation.Memory";
    public const string Generated = "global::HotPath.Sbe.Generated";
    public const string Reading = "global::HotPath.Sbe.Reading";
    public const string Json = "global::System.Text.Json.Utf8JsonWriter";

    /// <summary>Before methods that are short once their constants are known, or whose callers are hot.</summary>
    public const string Inline = "[global::System.Runtime.CompilerServices.MethodImpl("
        + "global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]";

    /// <summary>Before methods that good input never comes to.</summary>
    public const string Apart = "[global::System.Runtime.CompilerServices.MethodImpl("
        + "global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]";

    // Below the first page: an access through a default span faults like a null reference, whatever was not checked.
    private const int UncheckedMaxBytes = 4000;

    /// <summary>Whether an access that ends there needs no check besides that of its block.</summary>
    /// <param name="endBytes">Offset behind it. Unit: bytes.</param>
    public static bool IsNear(int endBytes) => endBytes <= UncheckedMaxBytes;

    /// <summary>Type in C#.</summary>
    public static string Type(PrimitiveType type) => type switch
    {
        PrimitiveType.Char or PrimitiveType.UInt8 => "byte",
        PrimitiveType.Int8 => "sbyte",
        PrimitiveType.Int16 => "short",
        PrimitiveType.UInt16 => "ushort",
        PrimitiveType.Int32 => "int",
        PrimitiveType.UInt32 => "uint",
        PrimitiveType.Int64 => "long",
        PrimitiveType.UInt64 => "ulong",
        PrimitiveType.Float => "float",
        _ => "double",
    };

    /// <summary>An expression of exactly this value and type.</summary>
    public static string Literal(PrimitiveValue value)
    {
        switch (value.Type)
        {
            case PrimitiveType.Float:
                return double.IsNaN(value.ToDouble()) ? $"{Generated}.SbeNull.Single" : $"(float){Bits(value)}";
            case PrimitiveType.Double:
                return double.IsNaN(value.ToDouble()) ? $"{Generated}.SbeNull.Double" : Bits(value);
            case PrimitiveType.UInt64:
                return value.ToUInt64().ToString(CultureInfo.InvariantCulture) + "UL";
            case PrimitiveType.Int64:
                return value.ToInt64().ToString(CultureInfo.InvariantCulture) + "L";
            case PrimitiveType.UInt32:
                return value.ToInt64().ToString(CultureInfo.InvariantCulture) + "U";
            case PrimitiveType.Int32:
                return value.ToInt64().ToString(CultureInfo.InvariantCulture);
            default:
                return $"({Type(value.Type)})({value.ToInt64().ToString(CultureInfo.InvariantCulture)})";
        }
    }

    /// <summary>Whether an expression is the null value.</summary>
    public static string IsNull(string expression, PrimitiveValue nullValue)
    {
        bool isFloating = PrimitiveTypes.IsFloating(nullValue.Type);
        return !isFloating ? $"{expression} == {Literal(nullValue)}"
            : double.IsNaN(nullValue.ToDouble()) ? $"{Type(nullValue.Type)}.IsNaN({expression})"
            : $"global::System.BitConverter.DoubleToInt64Bits({expression}) == {nullValue.Bits}L";
    }

    /// <summary>Reads a number.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="isBigEndian">Order of its octets.</param>
    /// <param name="span">Octets.</param>
    /// <param name="at">Place in them.</param>
    public static string Read(PrimitiveType type, bool isBigEndian, string span, Place at) =>
        IsNear(at.OffsetBytes + PrimitiveTypes.SizeBytes(type))
            ? $"{Memory}.OctetReader.{Method(type, isBigEndian)}({span}, {at})"
            : $"{Memory}.OctetReader.{Method(type, isBigEndian)}"
                + $"({span}.Slice({at}, {PrimitiveTypes.SizeBytes(type)}), 0)";

    /// <summary>Writes a number.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="isBigEndian">Order of its octets.</param>
    /// <param name="span">Octets.</param>
    /// <param name="at">Place in them.</param>
    /// <param name="value">Expression of the type.</param>
    public static string Write(PrimitiveType type, bool isBigEndian, string span, Place at, string value) =>
        IsNear(at.OffsetBytes + PrimitiveTypes.SizeBytes(type))
            ? $"{Memory}.OctetWriter.{Method(type, isBigEndian)}({span}, {at}, {value});"
            : $"{Memory}.OctetWriter.{Method(type, isBigEndian)}"
                + $"({span}.Slice({at}, {PrimitiveTypes.SizeBytes(type)}), 0, {value});";

    /// <summary>
    /// An expression of what is wrong with a frame: a value, so that a caller that asks for none needs no variable.
    /// </summary>
    /// <param name="kind">What is wrong.</param>
    /// <param name="offset">Place in the frame.</param>
    /// <param name="found">The number that was found.</param>
    /// <param name="name">Literal of the member's name.</param>
    public static string Fault(string kind, string offset, string found, string name) =>
        $"{Generated}.SbeWalk.Fault({Reading}.SbeErrorKind.{kind}, {offset}, {found}, {name})";

    /// <summary>The encoding that the runtime has for a name of a schema, or null.</summary>
    public static string? Encoding(string? name)
    {
        string plain = (name ?? "").Replace("-", "").Replace("_", "").ToUpperInvariant();
        return plain switch
        {
            "UTF8" => "global::System.Text.Encoding.UTF8",
            "UTF16LE" => "global::System.Text.Encoding.Unicode",
            "UTF16BE" or "UTF16" => "global::System.Text.Encoding.BigEndianUnicode",
            "ASCII" or "USASCII" or "ISO88591" or "LATIN1" => "global::System.Text.Encoding.Latin1",
            _ => null,
        };
    }

    /// <summary>Name of the function of <c>SbeJson</c> that writes a type.</summary>
    public static string JsonMethod(PrimitiveType type) => type switch
    {
        PrimitiveType.Float => "Single",
        PrimitiveType.Double => "Double",
        PrimitiveType.Char or PrimitiveType.UInt8 or PrimitiveType.UInt16 or PrimitiveType.UInt32
            or PrimitiveType.UInt64 => "Unsigned",
        _ => "Signed",
    };

    private static string Method(PrimitiveType type, bool isBigEndian)
    {
        string name = type switch
        {
            PrimitiveType.Char => "UInt8",
            PrimitiveType.Float => "Single",
            _ => type.ToString(),
        };
        return PrimitiveTypes.SizeBytes(type) == 1 ? name : name + (isBigEndian ? "Big" : "Little");
    }

    private static string Bits(PrimitiveValue value) =>
        $"global::System.BitConverter.Int64BitsToDouble({BitConverter.DoubleToInt64Bits(value.ToDouble())}L)";
}
