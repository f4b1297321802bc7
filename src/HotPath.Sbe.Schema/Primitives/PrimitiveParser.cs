using System;
using System.Globalization;

namespace HotPath.Sbe.Schema.Primitives;

/// <summary>Reads values of primitive types from the text of a schema.</summary>
public static class PrimitiveParser
{
    /// <summary>Reads one value.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="text">Text; white space around a number does not count.</param>
    /// <param name="value">The value; valid only when the result is true.</param>
    /// <returns>False when it is no value of the type, or outside what the type can hold.</returns>
    public static bool TryParse(PrimitiveType type, string text, out PrimitiveValue value)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        if (type == PrimitiveType.Char)
        {
            return TryParseChar(text, out value);
        }

        string number = text.Trim();
        return PrimitiveTypes.IsFloating(type) ? TryParseFloating(type, number, out value)
            : type == PrimitiveType.UInt64 ? TryParseUInt64(number, out value)
            : TryParseInteger(type, number, out value);
    }

    private static bool TryParseChar(string text, out PrimitiveValue value)
    {
        // One blank is a value; blanks around another character are the schema's layout.
        string one = text.Length == 1 ? text : text.Trim();
        bool isChar = one.Length == 1 && one[0] <= 0xff;
        value = PrimitiveValue.FromInt64(PrimitiveType.Char, isChar ? one[0] : 0);
        return isChar;
    }

    private static bool TryParseUInt64(string text, out PrimitiveValue value)
    {
        bool isNumber = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number);
        value = PrimitiveValue.FromUInt64(number);
        return isNumber;
    }

    private static bool TryParseInteger(PrimitiveType type, string text, out PrimitiveValue value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign;
        bool isNumber = long.TryParse(text, Style, CultureInfo.InvariantCulture, out long number);
        (long min, long max) = Range(type);
        value = PrimitiveValue.FromInt64(type, number);
        return isNumber && number >= min && number <= max;
    }

    private static bool TryParseFloating(PrimitiveType type, string text, out PrimitiveValue value)
    {
        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        bool isNumber = double.TryParse(text, Style, CultureInfo.InvariantCulture, out double number);
        if (type == PrimitiveType.Float && isNumber)
        {
            // Straight from the text: by way of a double it would be rounded twice.
            isNumber = float.TryParse(text, Style, CultureInfo.InvariantCulture, out float single);
            number = single;
        }

        value = PrimitiveValue.FromDouble(type, number);

        // Some frameworks read a number that is too large as infinity: only a written infinity is one.
        bool isTooLarge = double.IsInfinity(number) && text.IndexOf('I') < 0;
        return isNumber && !isTooLarge;
    }

    private static (long Min, long Max) Range(PrimitiveType type) => type switch
    {
        PrimitiveType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        PrimitiveType.Int16 => (short.MinValue, short.MaxValue),
        PrimitiveType.Int32 => (int.MinValue, int.MaxValue),
        PrimitiveType.UInt8 => (0, byte.MaxValue),
        PrimitiveType.UInt16 => (0, ushort.MaxValue),
        PrimitiveType.UInt32 => (0, uint.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };
}
