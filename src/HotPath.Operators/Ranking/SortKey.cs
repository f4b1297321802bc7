using System;
using System.Buffers.Binary;
using HotPath.Foundation.Text;

namespace HotPath.Operators.Ranking;

/// <summary>
/// The values of ORDER BY as octets whose order is that of the rows: compiled code adds value after value. Equal values
/// have equal octets, and none is the beginning of another.
/// </summary>
/// <remarks>
/// A value is a mark, 1 or, where NULL sorts behind it, 0 (NULL the other way round), then its octets, complemented for
/// DESC. Numbers are big-endian with the sign flipped; text has 0 as (0, 255) and ends with (0, 0). Threading:
/// single-threaded; owned by one operator. Allocates only for a longer key than ever before.
/// </remarks>
public sealed class SortKey
{
    private byte[] _octets = new byte[64];
    private int _length;

    /// <summary>The key.</summary>
    public ReadOnlySpan<byte> Span => _octets.AsSpan(0, _length);

    /// <summary>Starts a row.</summary>
    public void Begin() => _length = 0;

    /// <summary>Adds NULL.</summary>
    /// <param name="isFirst">Whether NULL comes before every value.</param>
    public void AddNull(bool isFirst) => Take(1)[0] = isFirst ? (byte)0 : (byte)1;

    /// <summary>Adds an integer, a BOOLEAN, a date or a time.</summary>
    /// <param name="value">Value.</param>
    /// <param name="isDescending">Whether the highest comes first.</param>
    /// <param name="areNullsFirst">Whether NULL comes before it.</param>
    public void Add(long value, bool isDescending, bool areNullsFirst)
    {
        Span<byte> octets = Value(sizeof(long), areNullsFirst);
        BinaryPrimitives.WriteInt64BigEndian(octets, value ^ long.MinValue);
        Complement(octets, isDescending);
    }

    /// <summary>Adds a DECIMAL.</summary>
    /// <param name="value">Unscaled value; all rows have one scale.</param>
    /// <param name="isDescending">Whether the highest comes first.</param>
    /// <param name="areNullsFirst">Whether NULL comes before it.</param>
    public void Add(Int128 value, bool isDescending, bool areNullsFirst)
    {
        Span<byte> octets = Value(16, areNullsFirst);
        BinaryPrimitives.WriteInt128BigEndian(octets, value ^ Int128.MinValue);
        Complement(octets, isDescending);
    }

    /// <summary>Adds a FLOAT or DOUBLE in Java's order: -0.0 before 0.0, NaN behind everything.</summary>
    /// <param name="value">Value.</param>
    /// <param name="isDescending">Whether the highest comes first.</param>
    /// <param name="areNullsFirst">Whether NULL comes before it.</param>
    public void Add(double value, bool isDescending, bool areNullsFirst)
    {
        long bits = BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);
        bits = double.IsNaN(value) ? long.MaxValue : bits;
        Add(bits < 0 ? bits ^ long.MaxValue : bits, isDescending, areNullsFirst);
    }

    /// <summary>Adds a text, in the order of its octets.</summary>
    /// <param name="value">Value.</param>
    /// <param name="isDescending">Whether the highest comes first.</param>
    /// <param name="areNullsFirst">Whether NULL comes before it.</param>
    public void Add(Utf8View value, bool isDescending, bool areNullsFirst)
    {
        ReadOnlySpan<byte> text = value.Span;
        int zeros = text.Count((byte)0);
        Span<byte> octets = Value(text.Length + zeros + 2, areNullsFirst);
        int at = 0;
        foreach (byte octet in text)
        {
            octets[at++] = octet;
            if (octet == 0)
            {
                octets[at++] = byte.MaxValue;
            }
        }

        octets[at..].Clear();
        Complement(octets, isDescending);
    }

    private static void Complement(Span<byte> octets, bool isDescending)
    {
        for (int i = 0; isDescending && i < octets.Length; i++)
        {
            octets[i] = (byte)~octets[i];
        }
    }

    private Span<byte> Value(int lengthBytes, bool areNullsFirst)
    {
        Take(1)[0] = areNullsFirst ? (byte)1 : (byte)0;
        return Take(lengthBytes);
    }

    private Span<byte> Take(int lengthBytes)
    {
        if (_length + lengthBytes > _octets.Length)
        {
            Array.Resize(ref _octets, Math.Max(2 * _octets.Length, _length + lengthBytes));
        }

        Span<byte> taken = _octets.AsSpan(_length, lengthBytes);
        _length += lengthBytes;
        return taken;
    }
}
