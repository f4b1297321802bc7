using System;
using System.Collections.Generic;
using HotPath.Foundation.Errors;

namespace HotPath.Journal.Storage;

/// <summary>Files in memory: for simulations and tests.</summary>
/// <remarks>Threading: single-threaded.</remarks>
public sealed class MemoryStorage : IStorage
{
    private readonly Dictionary<string, MemoryFile> _files = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IAppendFile Create(string path)
    {
        var file = new MemoryFile(path, []);
        _files[path] = file;
        return file;
    }

    /// <inheritdoc/>
    public ISequentialFile OpenRead(string path) => new MemoryFile(path, Find(path).ToArray());

    /// <summary>The bytes of a file now.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>A copy.</returns>
    /// <exception cref="HotPathException">HP2001: there is none.</exception>
    public byte[] ReadAll(string path) => Find(path).ToArray();

    /// <summary>Puts a file there.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="bytes">Its bytes.</param>
    public void Put(string path, ReadOnlySpan<byte> bytes) => _files[path] = new MemoryFile(path, bytes.ToArray());

    private MemoryFile Find(string path) => _files.TryGetValue(path, out MemoryFile? file)
        ? file
        : throw new HotPathException(ErrorCode.InputUnreadable, $"{path}: no such file; check the path");
}
