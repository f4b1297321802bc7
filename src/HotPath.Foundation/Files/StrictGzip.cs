using System;
using System.IO;
using System.IO.Compression;

namespace HotPath.Foundation.Files;

/// <summary>Unpacking of gzip that does not take a cut file for a shorter whole one.</summary>
public static class StrictGzip
{
    // Read once by the runtime, on first use: so whoever unpacks in this process does it here.
    private const string Switch = "System.IO.Compression.UseStrictValidation";

    /// <summary>Unpacks a stream.</summary>
    /// <param name="packed">What is packed; closed with the one returned.</param>
    /// <returns>The stream; it throws <see cref="InvalidDataException"/> where what is packed is cut.</returns>
    public static GZipStream Unpack(Stream packed)
    {
        AppContext.SetSwitch(Switch, isEnabled: true);
        return new GZipStream(packed, CompressionMode.Decompress);
    }
}
