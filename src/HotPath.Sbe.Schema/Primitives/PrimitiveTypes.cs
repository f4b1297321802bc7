namespace HotPath.Sbe.Schema.Primitives;

/// <summary>
/// Names, sizes and default ranges of the primitive types. Source: SBE 1.0, primitive type encodings.
/// </summary>
public static class PrimitiveTypes
{
    /// <summary>All names as a schema writes them, for messages.</summary>
    public const string AllNames =
        "char, int8, int16, int32, int64, uint8, uint16, uint32, uint64, float, double";

    /// <summary>Finds a primitive type by the name a schema gives it.</summary>
    /// <param name="name">Name, for example <c>uint16</c>; case counts.</param>
    /// <param name="type">The type; valid only when the result is true.</param>
    /// <returns>Whether there is one of this name.</returns>
    public static bool TryParse(string name, out PrimitiveType type)
    {
        PrimitiveType? found = name switch
        {
            "char" => PrimitiveType.Char,
            "int8" => PrimitiveType.Int8,
            "int16" => PrimitiveType.Int16,
            "int32" => PrimitiveType.Int32,
            "int64" => PrimitiveType.Int64,
            "uint8" => PrimitiveType.UInt8,
            "uint16" => PrimitiveType.UInt16,
            "uint32" => PrimitiveType.UInt32,
            "uint64" => PrimitiveType.UInt64,
            "float" => PrimitiveType.Float,
            "double" => PrimitiveType.Double,
            _ => null,
        };
        type = found.GetValueOrDefault();
        return found is not null;
    }

    /// <summary>The name a schema gives a type.</summary>
    /// <param name="type">Any primitive type.</param>
    /// <returns>For example <c>uint16</c>.</returns>
    public static string Name(PrimitiveType type) => type switch
    {
        PrimitiveType.Char => "char",
        PrimitiveType.Int8 => "int8",
        PrimitiveType.Int16 => "int16",
        PrimitiveType.Int32 => "int32",
        PrimitiveType.Int64 => "int64",
        PrimitiveType.UInt8 => "uint8",
        PrimitiveType.UInt16 => "uint16",
        PrimitiveType.UInt32 => "uint32",
        PrimitiveType.UInt64 => "uint64",
        PrimitiveType.Float => "float",
        _ => "double",
    };

    /// <summary>Size of one element on the wire.</summary>
    /// <param name="type">Any primitive type.</param>
    /// <returns>1, 2, 4 or 8. Unit: bytes.</returns>
    public static int SizeBytes(PrimitiveType type) => type switch
    {
        PrimitiveType.Char or PrimitiveType.Int8 or PrimitiveType.UInt8 => 1,
        PrimitiveType.Int16 or PrimitiveType.UInt16 => 2,
        PrimitiveType.Int32 or PrimitiveType.UInt32 or PrimitiveType.Float => 4,
        _ => 8,
    };

    /// <summary>Whether a type is an integer without sign; char is not an integer.</summary>
    /// <param name="type">Any primitive type.</param>
    /// <returns>True for uint8 to uint64.</returns>
    public static bool IsUnsigned(PrimitiveType type) =>
        type is PrimitiveType.UInt8 or PrimitiveType.UInt16 or PrimitiveType.UInt32 or PrimitiveType.UInt64;

    /// <summary>Whether a type is an integer with sign.</summary>
    /// <param name="type">Any primitive type.</param>
    /// <returns>True for int8 to int64.</returns>
    public static bool IsSigned(PrimitiveType type) =>
        type is PrimitiveType.Int8 or PrimitiveType.Int16 or PrimitiveType.Int32 or PrimitiveType.Int64;

    /// <summary>Whether a type is a floating point number.</summary>
    /// <param name="type">Any primitive type.</param>
    /// <returns>True for float and double.</returns>
    public static bool IsFloating(PrimitiveType type) => type is PrimitiveType.Float or PrimitiveType.Double;

    /// <summary>Smallest value unless a schema narrows it.</summary>
    /// <param name="type">Any primitive type.</param>
    /// <returns>The smallest value that is not the null value.</returns>
    public static PrimitiveValue DefaultMin(PrimitiveType type) => type switch
    {
        PrimitiveType.Char => PrimitiveValue.FromInt64(type, 0x20),
        PrimitiveType.Int8 => PrimitiveValue.FromInt64(type, sbyte.MinValue + 1),
        PrimitiveType.Int16 => PrimitiveValue.FromInt64(type, short.MinValue + 1),
        PrimitiveType.Int32 => PrimitiveValue.FromInt64(type, int.MinValue + 1),
        PrimitiveType.Int64 => PrimitiveValue.FromInt64(type, long.MinValue + 1),
        PrimitiveType.Float => PrimitiveValue.FromDouble(type, float.MinValue),
        PrimitiveType.Double => PrimitiveValue.FromDouble(type, double.MinValue),
        _ => PrimitiveValue.FromInt64(type, 0),
    };

    /// <summary>Largest value unless a schema narrows it.</summary>
    /// <param name="type">Any primitive type.</param>
    /// <returns>The largest value that is not the null value.</returns>
    public static PrimitiveValue DefaultMax(PrimitiveType type) => type switch
    {
        PrimitiveType.Char => PrimitiveValue.FromInt64(type, 0x7e),
        PrimitiveType.Int8 => PrimitiveValue.FromInt64(type, sbyte.MaxValue),
        PrimitiveType.Int16 => PrimitiveValue.FromInt64(type, short.MaxValue),
        PrimitiveType.Int32 => PrimitiveValue.FromInt64(type, int.MaxValue),
        PrimitiveType.Int64 => PrimitiveValue.FromInt64(type, long.MaxValue),
        PrimitiveType.UInt8 => PrimitiveValue.FromInt64(type, byte.MaxValue - 1),
        PrimitiveType.UInt16 => PrimitiveValue.FromInt64(type, ushort.MaxValue - 1),
        PrimitiveType.UInt32 => PrimitiveValue.FromInt64(type, uint.MaxValue - 1L),
        PrimitiveType.UInt64 => PrimitiveValue.FromUInt64(ulong.MaxValue - 1),
        PrimitiveType.Float => PrimitiveValue.FromDouble(type, float.MaxValue),
        _ => PrimitiveValue.FromDouble(type, double.MaxValue),
    };

    /// <summary>Null value unless a schema gives another.</summary>
    /// <param name="type">Any primitive type.</param>
    /// <returns>NUL, the smallest signed, the largest unsigned number, or NaN.</returns>
    public static PrimitiveValue DefaultNull(PrimitiveType type) => type switch
    {
        PrimitiveType.Char => PrimitiveValue.FromInt64(type, 0),
        PrimitiveType.Int8 => PrimitiveValue.FromInt64(type, sbyte.MinValue),
        PrimitiveType.Int16 => PrimitiveValue.FromInt64(type, short.MinValue),
        PrimitiveType.Int32 => PrimitiveValue.FromInt64(type, int.MinValue),
        PrimitiveType.Int64 => PrimitiveValue.FromInt64(type, long.MinValue),
        PrimitiveType.UInt8 => PrimitiveValue.FromInt64(type, byte.MaxValue),
        PrimitiveType.UInt16 => PrimitiveValue.FromInt64(type, ushort.MaxValue),
        PrimitiveType.UInt32 => PrimitiveValue.FromInt64(type, uint.MaxValue),
        PrimitiveType.UInt64 => PrimitiveValue.FromUInt64(ulong.MaxValue),
        _ => PrimitiveValue.FromDouble(type, double.NaN),
    };
}
