using System;
using System.Security.Cryptography;
using System.Text;
using HotPath.Sbe.Files;
using HotPath.Sbe.Schema.Reading;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>Schema files on a disk, with a hash over all that was read: what a plan stands on.</summary>
internal sealed class HashedSchemaFiles : ISchemaFiles, IDisposable
{
    private readonly DiskSchemaFiles _files = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>SHA-256 of the texts read so far, hexadecimal.</summary>
    public string Hash => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <inheritdoc/>
    public string? TryRead(string path)
    {
        string? text = _files.TryRead(path);
        _hash.AppendData(Encoding.UTF8.GetBytes(text ?? string.Empty));
        return text;
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
