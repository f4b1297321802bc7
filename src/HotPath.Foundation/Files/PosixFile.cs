using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HotPath.Foundation.Files;

/// <summary>
/// The system calls that durability rests on, straight from libc: .NET reports a failed fsync as done, and cannot open
/// a directory. Every outcome is an errno; what it means is for the callers to say.
/// </summary>
/// <remarks>
/// Threading: any thread; positioned calls share no file offset. Linux only. Source: facts.md 1, 2, 11.
/// </remarks>
public static unsafe partial class PosixFile
{
    /// <summary>The errno of success.</summary>
    public const int Ok = 0;

    /// <summary>No such file or directory.</summary>
    public const int NoEntry = 2;

    /// <summary>The device failed.</summary>
    public const int IoError = 5;

    /// <summary>No space left on the device.</summary>
    public const int NoSpace = 28;

    /// <summary>The quota of the user is used up.</summary>
    public const int QuotaExceeded = 122;

    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int ExclusiveAtOnce = 2 | 4; // LOCK_EX, LOCK_NB
    private const int SetLockOfOpenFile = 37; // F_OFD_SETLK: it goes with the open file, not with the process
    private const int LockBytes = 32; // struct flock
    private const short WriteLock = 1; // l_type; all else 0 is the whole file
    private const int ReadWrite = 0x2;
    private const int Create = 0x40;
    private const int Truncate = 0x200;
    private const int Directory = 0x1_0000;
    private const int CloseOnExec = 0x8_0000;
    private const uint StartOnly = 2; // waits for nothing, so it consumes no error that the sync has to report
    private const int RightsReadWrite = 0x1B6; // 0666, less the umask

    /// <summary>Opens a file for reading and writing.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="isCreated">Whether to create it, or to empty the one there.</param>
    /// <param name="errno"><see cref="Ok"/>, or why not.</param>
    /// <returns>The handle; invalid when <paramref name="errno"/> is set.</returns>
    public static SafeFileHandle OpenWritable(string path, bool isCreated, out int errno) =>
        Open(path, ReadWrite | CloseOnExec | (isCreated ? Create | Truncate : 0), out errno);

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="errno"><see cref="Ok"/>, or why not.</param>
    /// <returns>The handle; invalid when <paramref name="errno"/> is set.</returns>
    public static SafeFileHandle OpenReadable(string path, out int errno) => Open(path, CloseOnExec, out errno);

    /// <summary>Opens a directory, so that its entries can be synced.</summary>
    /// <param name="path">Path of the directory.</param>
    /// <param name="errno"><see cref="Ok"/>, or why not.</param>
    /// <returns>The handle; invalid when <paramref name="errno"/> is set.</returns>
    public static SafeFileHandle OpenDirectory(string path, out int errno) =>
        Open(path, Directory | CloseOnExec, out errno);

    /// <summary>Writes all bytes at an offset; interruptions and short writes are carried on.</summary>
    /// <param name="file">File open for writing.</param>
    /// <param name="bytes">What to write.</param>
    /// <param name="offsetBytes">Where. Unit: bytes.</param>
    /// <returns><see cref="Ok"/>, or the errno; then any prefix of the bytes may have been written.</returns>
    public static int Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offsetBytes)
    {
        fixed (byte* start = bytes)
        {
            int done = 0;
            while (done < bytes.Length)
            {
                nint written = PositionedWrite(file, start + done, (nuint)(bytes.Length - done), offsetBytes + done);
                int errno = written < 0 ? Marshal.GetLastPInvokeError() : Ok;
                if (errno != Ok && errno != Interrupted)
                {
                    return errno;
                }

                if (written == 0)
                {
                    return NoSpace;
                }

                done += (int)Math.Max(0, written);
            }
        }

        return Ok;
    }

    /// <summary>Reads bytes at an offset; interruptions and short reads are carried on.</summary>
    /// <param name="file">File open for reading.</param>
    /// <param name="target">Where they go.</param>
    /// <param name="offsetBytes">Where from. Unit: bytes.</param>
    /// <param name="errno"><see cref="Ok"/>, or why the rest could not be read.</param>
    /// <returns>How many were read; fewer than asked for at the end of the file. Unit: bytes.</returns>
    public static int Read(SafeFileHandle file, Span<byte> target, long offsetBytes, out int errno)
    {
        errno = Ok;
        int done = 0;
        fixed (byte* start = target)
        {
            while (done < target.Length)
            {
                nint read = PositionedRead(file, start + done, (nuint)(target.Length - done), offsetBytes + done);
                errno = read < 0 ? Marshal.GetLastPInvokeError() : Ok;
                if (read == 0 || (errno != Ok && errno != Interrupted))
                {
                    break;
                }

                done += (int)Math.Max(0, read);
            }
        }

        return done;
    }

    /// <summary>
    /// Makes the data of a file durable. Whatever it says but <see cref="Ok"/> is final, an interruption included: the
    /// kernel reports a lost write once, and a second call succeeds over the loss.
    /// </summary>
    /// <param name="file">File open for writing.</param>
    /// <returns><see cref="Ok"/>, or the errno.</returns>
    public static int SyncData(SafeFileHandle file) =>
        FileDataSync(file) == 0 ? Ok : FailureOf(Marshal.GetLastPInvokeError());

    /// <summary>
    /// Lets the device begin with pages that were written, so that a later sync finds less to wait for. Nothing is
    /// durable by it, and its answer is of no use: an error stays with the file, and <see cref="SyncData"/> tells it.
    /// </summary>
    /// <param name="file">File open for writing.</param>
    /// <param name="offsetBytes">Where the written bytes start. Unit: bytes.</param>
    /// <param name="lengthBytes">How many there are. Unit: bytes.</param>
    public static void StartWriteBack(SafeFileHandle file, long offsetBytes, long lengthBytes) =>
        _ = SyncFileRange(file, offsetBytes, lengthBytes, StartOnly);

    /// <summary>Makes created, renamed and deleted entries of a directory durable. Final as a sync of data.</summary>
    /// <param name="directory">Handle of <see cref="OpenDirectory"/>.</param>
    /// <returns><see cref="Ok"/>, or the errno.</returns>
    public static int SyncEntries(SafeFileHandle directory) =>
        FileSync(directory) == 0 ? Ok : FailureOf(Marshal.GetLastPInvokeError());

    /// <summary>
    /// Claims a file for whoever else claims it in this way, until it is closed. Nobody is kept from reading or
    /// writing it.
    /// </summary>
    /// <param name="file">File open for writing.</param>
    /// <returns><see langword="false"/> when another open file holds the claim; where the file system has no locks
    /// nobody does.</returns>
    public static bool TryClaim(SafeFileHandle file)
    {
        byte* wholeFile = stackalloc byte[LockBytes];
        new Span<byte>(wholeFile, LockBytes).Clear();
        *(short*)wholeFile = WriteLock;
        return Control(file, SetLockOfOpenFile, wholeFile) == 0 || Marshal.GetLastPInvokeError() != TryAgain;
    }

    /// <summary>Claims a directory for whoever else claims it in this way, until its handle is closed.</summary>
    /// <param name="directory">Handle of <see cref="OpenDirectory"/>.</param>
    /// <returns><see langword="false"/> when another handle holds the claim; where the file system has no locks nobody
    /// does.</returns>
    public static bool TryClaimDirectory(SafeFileHandle directory) =>
        FileLock(directory, ExclusiveAtOnce) == 0 || Marshal.GetLastPInvokeError() != TryAgain;

    private static SafeFileHandle Open(string path, int flags, out int errno)
    {
        int descriptor;
        do
        {
            descriptor = Open(path, flags, RightsReadWrite);
            errno = descriptor < 0 ? Marshal.GetLastPInvokeError() : Ok;
        }
        while (errno == Interrupted);

        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    // A call that failed must never look like success, even if libc left errno alone.
    private static int FailureOf(int errno) => errno == Ok ? IoError : errno;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags, int rights);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(SafeFileHandle file, int command, byte* argument);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FileLock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "pwrite", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint PositionedWrite(SafeFileHandle file, byte* bytes, nuint lengthBytes, long offsetBytes);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint PositionedRead(SafeFileHandle file, byte* bytes, nuint lengthBytes, long offsetBytes);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FileDataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncFileRange(SafeFileHandle file, long offsetBytes, long lengthBytes, uint flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FileSync(SafeFileHandle file);
}
