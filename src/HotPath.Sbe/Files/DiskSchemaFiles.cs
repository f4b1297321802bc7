using System;
using System.IO;
using System.Text;
using HotPath.Sbe.Schema.Reading;

namespace HotPath.Sbe.Files;

/// <summary>Schema files on a disk, in UTF-8 (or UTF-16 with a byte order mark).</summary>
public sealed class DiskSchemaFiles : ISchemaFiles
{
    // Larger files are not read at all; the reader's own limit counts characters and is what users meet first.
    private const long LengthMaxBytes = 64 * 1024 * 1024;

    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public string? TryRead(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path.Length == 0 ? "." : path))
        {
            throw new IOException("it is a folder");
        }

        if (!File.Exists(path))
        {
            return null;
        }

        if (new FileInfo(path).Length > LengthMaxBytes)
        {
            throw new IOException($"it is larger than {LengthMaxBytes} bytes");
        }

        try
        {
            return File.ReadAllText(path, Strict);
        }
        catch (DecoderFallbackException error)
        {
            throw new IOException("it is not UTF-8", error);
        }
    }
}
