using System;
using System.IO;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace HotPath.State.Lmdb.Environments;

/// <summary>Files and names made durable: .NET neither syncs directories nor reports a failed sync of a file.</summary>
/// <remarks>Source: facts.md 1 and 11.</remarks>
internal static class DurableFolder
{
    private const int CopyBytes = 1 << 20;

    /// <summary>Syncs a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="HotPathException">HP2006: the sync failed.</exception>
    public static void SyncFile(string path)
    {
        using SafeFileHandle file = PosixFile.OpenWritable(path, isCreated: false, out int errno);
        Check(errno == PosixFile.Ok ? PosixFile.SyncData(file) : errno, path);
    }

    /// <summary>Syncs the names in a directory.</summary>
    /// <param name="path">The directory.</param>
    /// <exception cref="HotPathException">HP2006: the sync failed.</exception>
    public static void SyncNames(string path)
    {
        using SafeFileHandle folder = PosixFile.OpenDirectory(path, out int errno);
        Check(errno == PosixFile.Ok ? PosixFile.SyncEntries(folder) : errno, path);
    }

    /// <summary>Gives a finished directory its name; durable on return.</summary>
    /// <param name="unfinished">Where it was made, beside its future name.</param>
    /// <param name="path">The name.</param>
    /// <exception cref="HotPathException">HP2006: a sync failed. HP2002: the rename failed.</exception>
    public static void Publish(string unfinished, string path)
    {
        SyncFile(Path.Combine(unfinished, StateFolder.DataFile));
        SyncNames(unfinished);
        Move(unfinished, path);
    }

    /// <summary>Renames a directory; durable on return.</summary>
    /// <param name="path">The old name.</param>
    /// <param name="target">The new name, in the same directory.</param>
    /// <exception cref="HotPathException">HP2006: a sync failed. HP2002: the rename failed.</exception>
    public static void Move(string path, string target)
    {
        Try(path, () => Directory.Move(path, target));
        SyncNames(Path.GetDirectoryName(target)!);
    }

    /// <summary>Makes an empty directory, whatever was there before.</summary>
    /// <param name="path">The directory.</param>
    public static void Recreate(string path) => Try(path, () =>
    {
        Remove(path);
        Directory.CreateDirectory(path);
    });

    /// <summary>Removes a directory if it is there.</summary>
    /// <param name="path">The directory.</param>
    public static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>Copies a file, not yet durably.</summary>
    /// <param name="source">File to read.</param>
    /// <param name="target">File to write.</param>
    /// <exception cref="HotPathException">HP2007: no space. HP2002: another failure.</exception>
    public static void Copy(string source, string target)
    {
        using SafeFileHandle reading = PosixFile.OpenReadable(source, out int errno);
        Check(errno, source);
        using SafeFileHandle writing = PosixFile.OpenWritable(target, isCreated: true, out errno);
        Check(errno, target);
        byte[] buffer = new byte[CopyBytes];
        long doneBytes = 0;
        int read;
        while ((read = PosixFile.Read(reading, buffer, doneBytes, out errno)) > 0)
        {
            Check(errno, source);
            Check(PosixFile.Write(writing, buffer.AsSpan(0, read), doneBytes), target);
            doneBytes += read;
        }

        Check(errno, source);
    }

    /// <summary>Runs file work of .NET with our errors.</summary>
    /// <param name="path">What it is about.</param>
    /// <param name="work">The work.</param>
    /// <exception cref="HotPathException">HP2002: it failed.</exception>
    public static void Try(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HotPathException(
                ErrorCode.OutputUnwritable, $"{path}: cannot be written ({e.Message.TrimEnd('.')}); see its volume", e);
        }
    }

    private static void Check(int errno, string path)
    {
        if (errno == PosixFile.Ok)
        {
            return;
        }

        throw errno is PosixFile.NoSpace or PosixFile.QuotaExceeded
            ? new HotPathException(ErrorCode.DiskFull, $"{path}: no space left; free space on its volume")
            : new HotPathException(
                ErrorCode.SyncFailed, $"{path}: could not be made durable (errno {errno}); check the device");
    }
}
