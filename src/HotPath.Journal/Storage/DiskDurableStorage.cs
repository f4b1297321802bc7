using System;
using System.Collections.Generic;
using System.IO;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace HotPath.Journal.Storage;

/// <summary>Durable files of the operating system. Holds nothing; copies are equal.</summary>
public readonly struct DiskDurableStorage : IDurableStorage
{
    /// <inheritdoc/>
    public void CreateDirectory(string directory)
    {
        string full = Path.GetFullPath(directory);
        if (Directory.Exists(full))
        {
            return;
        }

        string parent = Path.GetDirectoryName(full)!;
        CreateDirectory(parent);
        try
        {
            Directory.CreateDirectory(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unwritable(directory, "the directory cannot be created", e);
        }

        SyncDirectory(parent);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ListFiles(string directory)
    {
        try
        {
            string[] names = Directory.GetFiles(directory);
            for (int i = 0; i < names.Length; i++)
            {
                names[i] = Path.GetFileName(names[i]);
            }

            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"{directory}: the directory cannot be read ({e.Message.TrimEnd('.')}); check its permissions",
                e);
        }
    }

    /// <inheritdoc/>
    public IDurableFile CreateFile(string path)
    {
        SafeFileHandle handle = PosixFile.OpenWritable(path, isCreated: true, out int errno);
        return errno == PosixFile.Ok
            ? new DiskDurableFile(path, handle)
            : throw WriteFailure(path, "the file cannot be created", errno);
    }

    /// <inheritdoc/>
    public IDurableFile OpenFile(string path, bool isWritable)
    {
        SafeFileHandle handle = isWritable
            ? PosixFile.OpenWritable(path, isCreated: false, out int errno)
            : PosixFile.OpenReadable(path, out errno);
        return errno == PosixFile.Ok
            ? new DiskDurableFile(path, handle)
            : throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"{path}: cannot be opened for {(isWritable ? "writing" : "reading")} (errno {errno}); check the path "
                + "and its permissions");
    }

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(from, $"cannot be renamed to {to}", e);
        }
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, "cannot be removed", e);
        }
    }

    /// <inheritdoc/>
    public long FreeBytes(string directory, bool countsReserve)
    {
        try
        {
            // Some file systems do not tell, and say that they have no blocks at all.
            var volume = new DriveInfo(Path.GetFullPath(directory));
            return volume.TotalSize <= 0 ? long.MaxValue
                : countsReserve ? volume.TotalFreeSpace
                : volume.AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue;
        }
    }

    /// <inheritdoc/>
    public void SyncDirectory(string directory)
    {
        using SafeFileHandle handle = PosixFile.OpenDirectory(directory, out int errno);
        errno = errno == PosixFile.Ok ? PosixFile.SyncEntries(handle) : errno;
        if (errno != PosixFile.Ok)
        {
            throw SyncFailure(directory, errno);
        }
    }

    internal static HotPathException WriteFailure(string path, string what, int errno)
    {
        bool isFull = errno is PosixFile.NoSpace or PosixFile.QuotaExceeded;
        return new HotPathException(
            isFull ? ErrorCode.DiskFull : ErrorCode.OutputUnwritable,
            isFull
                ? $"{path}: no space left on the volume ({what}, errno {errno}); free space or raise the quota"
                : $"{path}: cannot be written ({what}, errno {errno}); check the path, its permissions and the device");
    }

    internal static HotPathException SyncFailure(string path, int errno) => new(
        ErrorCode.SyncFailed,
        $"{path}: the device did not make it durable (errno {errno}); what was written since the last good sync may be "
        + "lost: stop, check the device, start again");

    private static HotPathException Unwritable(string path, string what, Exception cause) => new(
        ErrorCode.OutputUnwritable,
        $"{path}: {what} ({cause.Message.TrimEnd('.')}); check the path and its permissions",
        cause);
}
