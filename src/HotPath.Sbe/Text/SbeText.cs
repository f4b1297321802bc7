using System;
using System.Globalization;
using System.Text;

namespace HotPath.Sbe.Text;

/// <summary>
/// Text in the encodings that schemas name. Of those that this runtime does not bring, only text within US-ASCII is
/// known to be the same everywhere; anything else stays octets.
/// </summary>
public static class SbeText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Decodes text.</summary>
    /// <param name="octets">Octets as they were sent.</param>
    /// <param name="encoding">Name that the schema gives; case, dashes and underscores do not count.</param>
    /// <returns>Text, invalid octets replaced; null when the octets cannot be told to be text.</returns>
    public static string? Decode(ReadOnlySpan<byte> octets, string encoding)
    {
        Encoding? known = Find(encoding);
        return known?.GetString(octets) ?? (Ascii.IsValid(octets) ? Encoding.ASCII.GetString(octets) : null);
    }

    /// <summary>Encodes text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="encoding">Name that the schema gives; case, dashes and underscores do not count.</param>
    /// <returns>Octets; null when the encoding is not known and the text is more than US-ASCII.</returns>
    public static byte[]? Encode(string text, string encoding)
    {
        Encoding? known = Find(encoding);
        return known?.GetBytes(text) ?? (Ascii.IsValid(text) ? Encoding.ASCII.GetBytes(text) : null);
    }

    /// <summary>Whether a name stands for UTF-8.</summary>
    /// <param name="encoding">Name that the schema gives; case, dashes and underscores do not count.</param>
    /// <returns>True if so.</returns>
    public static bool IsUtf8(string encoding) => Find(encoding) == Utf8;

    /// <summary>Whether a name stands for US-ASCII or Latin-1, whose octets are code points.</summary>
    /// <param name="encoding">Name that the schema gives; case, dashes and underscores do not count.</param>
    /// <returns>True if so.</returns>
    public static bool IsLatin(string encoding) => Find(encoding) == Encoding.Latin1;

    private static Encoding? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string plain = name.Replace("-", "", StringComparison.Ordinal)
            .Replace("_", "", StringComparison.Ordinal)
            .ToUpper(CultureInfo.InvariantCulture);
        return plain switch
        {
            "UTF8" => Utf8,
            "UTF16LE" => Encoding.Unicode,
            "UTF16BE" or "UTF16" => Encoding.BigEndianUnicode,

            // US-ASCII has no higher octets; read as Latin-1, one that is there all the same comes out and goes back
            // in.
            "ASCII" or "USASCII" or "ISO88591" or "LATIN1" => Encoding.Latin1,
            _ => null,
        };
    }
}
