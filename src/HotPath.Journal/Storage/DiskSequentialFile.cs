using System;
using System.IO;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace HotPath.Journal.Storage;

/// <summary>A file on disk read once from start to end, unbuffered: its caller reads large chunks.</summary>
public sealed class DiskSequentialFile : ISequentialFile
{
    private readonly SafeFileHandle _handle;
    private long _offsetBytes;

    /// <summary>Opens the file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="HotPathException">HP2001: it is missing or unreadable.</exception>
    public DiskSequentialFile(string path)
    {
        Name = path;
        try
        {
            _handle = File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unreadable(e);
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Read(Span<byte> target)
    {
        try
        {
            int read = RandomAccess.Read(_handle, target, _offsetBytes);
            _offsetBytes += read;
            return read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unreadable(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private HotPathException Unreadable(Exception cause) => new(
        ErrorCode.InputUnreadable,
        $"{Name}: the log cannot be read: " + OpenFailure.Text(
            Name,
            cause,
            "check the path and its permissions",
            "name the file of a log; a data directory is given with '--data'"),
        cause);
}
