using System;
using System.Globalization;

namespace HotPath.Sbe.Schema.Primitives;

/// <summary>
/// One value of a primitive type: a null value, a bound, a constant, or what was read from a message.
/// </summary>
/// <param name="Type">Its type.</param>
/// <param name="Bits">
/// Integers and char as they are (uint64 reinterpreted), float and double as the bits of a double.
/// </param>
public readonly record struct PrimitiveValue(PrimitiveType Type, long Bits)
{
    // NaN without sign, as other SBE tools write it; this platform's own constant has one.
    private const long QuietNan = 0x7ff8_0000_0000_0000;

    /// <summary>The value as a signed number; not for uint64 above its half, float and double.</summary>
    /// <returns>The number.</returns>
    public long ToInt64() => Bits;

    /// <summary>The value as an unsigned number; not for negative numbers, float and double.</summary>
    /// <returns>The number.</returns>
    public ulong ToUInt64() => unchecked((ulong)Bits);

    /// <summary>The value of a float or a double; a float is exact in it.</summary>
    /// <returns>The number.</returns>
    public double ToDouble() => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>Makes a value of any type but uint64, float and double.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="value">A number in the range of the type.</param>
    /// <returns>The value.</returns>
    public static PrimitiveValue FromInt64(PrimitiveType type, long value) => new(type, value);

    /// <summary>Makes a uint64.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>The value.</returns>
    public static PrimitiveValue FromUInt64(ulong value) => new(PrimitiveType.UInt64, unchecked((long)value));

    /// <summary>Makes a float or a double.</summary>
    /// <param name="type">Which of them.</param>
    /// <param name="value">Any number; rounded when the type is float.</param>
    /// <returns>The value; every NaN is the same one.</returns>
    public static PrimitiveValue FromDouble(PrimitiveType type, double value)
    {
        double rounded = type == PrimitiveType.Float ? (float)value : value;
        return new(type, double.IsNaN(rounded) ? QuietNan : BitConverter.DoubleToInt64Bits(rounded));
    }

    /// <summary>Compares by number.</summary>
    /// <param name="other">A value of the same type.</param>
    /// <returns>Negative when this is smaller, 0 when equal, positive when larger.</returns>
    public int CompareTo(PrimitiveValue other) => Type switch
    {
        PrimitiveType.UInt64 => ToUInt64().CompareTo(other.ToUInt64()),
        PrimitiveType.Float or PrimitiveType.Double => ToDouble().CompareTo(other.ToDouble()),
        _ => Bits.CompareTo(other.Bits),
    };

    /// <summary>The value as a schema writes it; a char that cannot be printed by its number.</summary>
    /// <returns>Text without culture.</returns>
    public override string ToString() => Type switch
    {
        PrimitiveType.Char when Bits is > 0x20 and < 0x7f => ((char)Bits).ToString(),
        PrimitiveType.UInt64 => ToUInt64().ToString(CultureInfo.InvariantCulture),
        PrimitiveType.Float => ((float)ToDouble()).ToString("R", CultureInfo.InvariantCulture),
        PrimitiveType.Double => ToDouble().ToString("R", CultureInfo.InvariantCulture),
        _ => Bits.ToString(CultureInfo.InvariantCulture),
    };
}
