using System;
using System.IO;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace HotPath.Journal.Storage;

/// <summary>An append-only file on disk, unbuffered: its caller writes whole batches.</summary>
public sealed class DiskAppendFile : IAppendFile
{
    private readonly SafeFileHandle _handle;
    private long _lengthBytes;

    /// <summary>Creates the file, or empties the one there.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="HotPathException">HP2002: it cannot be created.</exception>
    public DiskAppendFile(string path)
    {
        Name = path;
        try
        {
            _handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unwritable(e);
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_handle, bytes, _lengthBytes);
            _lengthBytes += bytes.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private HotPathException Unwritable(Exception cause) => new(
        ErrorCode.OutputUnwritable,
        cause is DirectoryNotFoundException
            ? $"{Name}: the log cannot be written: folder '{Path.GetDirectoryName(Path.GetFullPath(Name))}' does not "
                + "exist; create it"
            : $"{Name}: the log cannot be written: "
                + OpenFailure.Text(Name, cause, "free space or name another file", "name a file in it"),
        cause);
}
