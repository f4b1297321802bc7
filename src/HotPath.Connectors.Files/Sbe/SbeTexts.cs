using System;
using System.Buffers.Text;
using System.Text.Unicode;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Sbe.Text;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>Writes the text of a member into a column.</summary>
/// <remarks>Threading: single-threaded. Allocates only for a text longer than any before.</remarks>
internal sealed class SbeTexts
{
    private const int UuidChars = 36;

    private byte[] _scratch = new byte[256];

    /// <summary>Whether text in an encoding can be told.</summary>
    /// <param name="encoding">Name that the schema gives, or null.</param>
    /// <returns>True for UTF-8, US-ASCII and Latin-1.</returns>
    public static bool IsKnown(string? encoding) =>
        encoding is not null && (SbeText.IsUtf8(encoding) || SbeText.IsLatin(encoding));

    /// <summary>Sets a column from encoded text.</summary>
    /// <param name="row">Row under construction.</param>
    /// <param name="column">Index of the column.</param>
    /// <param name="octets">Text as it was sent.</param>
    /// <param name="isUtf8">Whether it is UTF-8; Latin-1 otherwise, of which US-ASCII is a part.</param>
    /// <returns>Why the octets are no text, if they are none.</returns>
    public RejectReason Encoded(RowBuilder row, int column, ReadOnlySpan<byte> octets, bool isUtf8)
    {
        if (isUtf8)
        {
            if (!Utf8.IsValid(octets))
            {
                return RejectReason.BadEncoding;
            }

            row.SetUtf8(column, octets);
            return RejectReason.None;
        }

        Span<byte> text = Room(2 * octets.Length);
        int length = 0;
        foreach (byte octet in octets)
        {
            if (octet < 0x80)
            {
                text[length++] = octet;
            }
            else
            {
                text[length++] = (byte)(0xC0 | (octet >> 6));
                text[length++] = (byte)(0x80 | (octet & 0x3F));
            }
        }

        row.SetUtf8(column, text[..length]);
        return RejectReason.None;
    }

    /// <summary>Sets a column to the name of an enum's value; a value without a name is its number.</summary>
    /// <param name="row">Row under construction.</param>
    /// <param name="column">Column of an enum.</param>
    /// <param name="names">Names of the enum's values.</param>
    /// <param name="number">The value.</param>
    public void Named(RowBuilder row, int column, SbeNameTable names, long number)
    {
        if (names.Find(number) is { } name)
        {
            row.SetUtf8(column, name);
            return;
        }

        Span<byte> text = Room(20);
        _ = Utf8Formatter.TryFormat(number, text, out int length);
        row.SetUtf8(column, text[..length]);
    }

    /// <summary>Sets a column to the choices of a set, in the order of the schema, unknown bits as a number.</summary>
    /// <param name="row">Row under construction.</param>
    /// <param name="column">Column of a set.</param>
    /// <param name="names">Names of the set's choices.</param>
    /// <param name="bits">The set.</param>
    public void Chosen(RowBuilder row, int column, SbeNameTable names, ulong bits)
    {
        Span<byte> text = Room(names.LengthBytes + 20);
        int length = 0;
        foreach ((long bit, byte[] name) in names.All)
        {
            if ((bits & (ulong)bit) != 0)
            {
                Comma(text, ref length);
                name.CopyTo(text[length..]);
                length += name.Length;
                bits &= ~(ulong)bit;
            }
        }

        if (bits != 0)
        {
            Comma(text, ref length);
            _ = Utf8Formatter.TryFormat(bits, text[length..], out int digits);
            length += digits;
        }

        row.SetUtf8(column, text[..length]);
    }

    /// <summary>Sets a column to a UUID in its usual form.</summary>
    /// <param name="row">Row under construction.</param>
    /// <param name="column">Index of the column.</param>
    /// <param name="high">More significant half.</param>
    /// <param name="low">Less significant half.</param>
    public static void Uuid(RowBuilder row, int column, ulong high, ulong low)
    {
        Span<byte> text = stackalloc byte[UuidChars];
        _ = new Guid(
            (uint)(high >> 32), (ushort)(high >> 16), (ushort)high, (byte)(low >> 56), (byte)(low >> 48),
            (byte)(low >> 40), (byte)(low >> 32), (byte)(low >> 24), (byte)(low >> 16), (byte)(low >> 8), (byte)low)
            .TryFormat(text, out _);
        row.SetUtf8(column, text);
    }

    private static void Comma(Span<byte> text, ref int length)
    {
        if (length > 0)
        {
            text[length++] = (byte)',';
        }
    }

    private Span<byte> Room(int lengthBytes)
    {
        if (_scratch.Length < lengthBytes)
        {
            _scratch = new byte[2 * lengthBytes];
        }

        return _scratch;
    }
}
