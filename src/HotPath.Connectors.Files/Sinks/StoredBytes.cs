using System;
using System.IO;
using System.Text;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>Looks at bytes that an earlier life of a sink has left in its file.</summary>
internal static class StoredBytes
{
    private const int ExcerptBytes = 24;

    /// <summary>
    /// Whether a file is zero from a place to its end: a file system may make a file longer before it writes the new
    /// blocks, and a power cut in between leaves zeros where the bytes should be.
    /// </summary>
    /// <param name="stream">The file; its position moves.</param>
    /// <param name="offsetBytes">The place. Unit: bytes.</param>
    /// <param name="endBytes">The end. Unit: bytes.</param>
    /// <param name="chunk">To read into.</param>
    /// <returns>Whether it is.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool IsZero(FileStream stream, long offsetBytes, long endBytes, byte[] chunk)
    {
        stream.Position = offsetBytes;
        for (long left = endBytes - offsetBytes; left > 0;)
        {
            Span<byte> there = chunk.AsSpan(0, (int)Math.Min(left, chunk.Length));
            stream.ReadExactly(there);
            if (there.ContainsAnyExcept((byte)0))
            {
                return false;
            }

            left -= there.Length;
        }

        return true;
    }

    /// <summary>What stands at a place of a file, for a message.</summary>
    /// <param name="stream">The file; its position moves.</param>
    /// <param name="offsetBytes">The place. Unit: bytes.</param>
    /// <param name="endBytes">The end. Unit: bytes.</param>
    /// <returns>Some bytes in quotes.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string ExcerptAt(FileStream stream, long offsetBytes, long endBytes)
    {
        stream.Position = offsetBytes;
        Span<byte> there = stackalloc byte[(int)Math.Min(endBytes - offsetBytes, ExcerptBytes)];
        stream.ReadExactly(there);
        return Excerpt(there);
    }

    /// <summary>The first bytes of some, for a message.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>Those in quotes.</returns>
    public static string Excerpt(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder("'");
        foreach (byte next in bytes[..Math.Min(bytes.Length, ExcerptBytes)])
        {
            text.Append(next is >= 0x20 and < 0x7F ? ((char)next).ToString() : $"\\x{next:x2}");
        }

        return text.Append('\'').ToString();
    }
}
