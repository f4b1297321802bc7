using System;
using System.IO;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace HotPath.Journal.Storage;

/// <summary>A durable file of the operating system.</summary>
public sealed class DiskDurableFile : IDurableFile
{
    private readonly SafeFileHandle _handle;
    private volatile int _syncErrno;

    internal DiskDurableFile(string path, SafeFileHandle handle)
    {
        Name = path;
        _handle = handle;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public long LengthBytes => RandomAccess.GetLength(_handle);

    /// <inheritdoc/>
    public int Read(Span<byte> target, long offsetBytes)
    {
        int read = PosixFile.Read(_handle, target, offsetBytes, out int errno);
        return errno == PosixFile.Ok
            ? read
            : throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"{Name}: {target.Length} bytes at {offsetBytes} cannot be read (errno {errno}); check the device");
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, long offsetBytes)
    {
        ThrowIfPoisoned();
        int errno = PosixFile.Write(_handle, bytes, offsetBytes);
        if (errno != PosixFile.Ok)
        {
            throw DiskDurableStorage.WriteFailure(Name, $"{bytes.Length} bytes at {offsetBytes}", errno);
        }
    }

    /// <inheritdoc/>
    public void StartWriteBack(long offsetBytes, long lengthBytes) =>
        PosixFile.StartWriteBack(_handle, offsetBytes, lengthBytes);

    /// <inheritdoc/>
    public void Sync()
    {
        ThrowIfPoisoned();
        _syncErrno = PosixFile.SyncData(_handle);
        ThrowIfPoisoned();
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private void ThrowIfPoisoned()
    {
        if (_syncErrno != PosixFile.Ok)
        {
            throw DiskDurableStorage.SyncFailure(Name, _syncErrno);
        }
    }
}
