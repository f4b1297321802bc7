using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using HotPath.Foundation.Errors;
using static HotPath.Foundation.Memory.PosixMemory;

namespace HotPath.Foundation.Memory;

/// <summary>
/// Memory that the kernel may write out: blocks of a temporary file without a name, mapped one by one. Made at the
/// first block, gone with the process.
/// </summary>
/// <remarks>
/// Threading: any thread. A block's space on the disk is taken before the block is mapped, so that a full disk is an
/// error here and not a signal at some later write (facts.md 8). Linux only.
/// </remarks>
public sealed partial class SpillFile : IDisposable
{
    private const int KeepSize = 0x01;
    private const int PunchHole = 0x02;
    private const int Interrupted = 4;
    private const int StartWriting = 2;
    private const int NoReadAround = 1;

    private readonly Lock _gate = new();
    private readonly string _folder;
    private FileStream? _file;
    private long _endOffset;
    private long _liveBytes;
    private long _takenBytes;

    /// <summary>A file that is made when it is needed.</summary>
    /// <param name="folder">Folder on a real disk with room.</param>
    public SpillFile(string folder) => _folder = folder;

    /// <summary>Bytes of the blocks in use. Unit: bytes.</summary>
    public long LiveBytes => Volatile.Read(ref _liveBytes);

    /// <summary>Bytes of all blocks ever taken. Unit: bytes.</summary>
    public long TakenBytes => Volatile.Read(ref _takenBytes);

    /// <summary>Takes a zeroed block.</summary>
    /// <param name="lengthBytes">Positive. Unit: bytes.</param>
    /// <param name="offset">Where it lies in the file, to be handed back with it. Unit: bytes.</param>
    /// <param name="isReadAtRandom">Whether a page that comes back brings none of its neighbours.</param>
    /// <returns>Address of the block.</returns>
    /// <exception cref="HotPathException">HP2007: the folder has no room or cannot be written. HP3003: no address
    /// space.</exception>
    public nint Take(long lengthBytes, out long offset, bool isReadAtRandom = false)
    {
        long length = Pages(lengthBytes);
        lock (_gate)
        {
            _file ??= Create();
            offset = _endOffset;
            int file = (int)_file.SafeFileHandle.DangerousGetHandle();
            Reserve(file, offset, length);
            nint block = PosixMemory.Map(0, (nuint)length, ProtectionReadWrite, MapShared, file, offset);
            if (block == MapFailed)
            {
                ThrowHelper.OutOfMemory(
                    $"{length} bytes of spilled rows: mmap failed with errno {Marshal.GetLastPInvokeError()}");
            }

            if (isReadAtRandom)
            {
                _ = PosixMemory.Advise(block, (nuint)length, NoReadAround);
            }

            Volatile.Write(ref _endOffset, _endOffset + length);
            Volatile.Write(ref _liveBytes, _liveBytes + length);
            Volatile.Write(ref _takenBytes, _takenBytes + length);
            return block;
        }
    }

    /// <summary>Gives a block and its space on the disk back.</summary>
    /// <param name="address">As returned by <see cref="Take"/>.</param>
    /// <param name="offset">As told by <see cref="Take"/>. Unit: bytes.</param>
    /// <param name="lengthBytes">Length it was taken with. Unit: bytes.</param>
    public void Return(nint address, long offset, long lengthBytes)
    {
        long length = Pages(lengthBytes);
        lock (_gate)
        {
            _ = PosixMemory.Unmap(address, (nuint)length);
            Volatile.Write(ref _liveBytes, _liveBytes - length);
            int file = (int)_file!.SafeFileHandle.DangerousGetHandle();
            if (_liveBytes == 0)
            {
                Volatile.Write(ref _endOffset, 0);
                _ = Truncate(file, 0);
            }
            else
            {
                // A file system without holes gives the space back when the last block goes.
                _ = Allocate(file, KeepSize | PunchHole, offset, length);
            }
        }
    }

    /// <summary>Begins to write what has changed of a part of the file, and does not wait for it.</summary>
    /// <param name="offset">Start of the part; none where the file has no such part. Unit: bytes.</param>
    /// <param name="lengthBytes">Positive. Unit: bytes.</param>
    /// <returns>Start of the next part, 0 behind the last. Unit: bytes.</returns>
    internal long WriteOut(long offset, long lengthBytes)
    {
        long end = Volatile.Read(ref _endOffset);
        if (_file is { } file && offset < end)
        {
            _ = SynchronizeRange((int)file.SafeFileHandle.DangerousGetHandle(), offset, lengthBytes, StartWriting);
        }

        return offset + lengthBytes < end ? offset + lengthBytes : 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static long Pages(long lengthBytes)
    {
        long page = Environment.SystemPageSize;
        return checked(lengthBytes + page - 1) / page * page;
    }

    private FileStream Create()
    {
        string path = Path.Combine(_folder, $"hotpath-spill-{Path.GetRandomFileName()}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            var file = new FileStream(path, options);
            File.Delete(path);
            return file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HotPathException(
                ErrorCode.DiskFull,
                $"rows that memory does not hold cannot be spilled to folder '{_folder}': {error.Message}; name a "
                + "folder with room (TMPDIR)",
                error);
        }
    }

    private void Reserve(int file, long offset, long lengthBytes)
    {
        int error;
        do
        {
            error = ReserveSpace(file, offset, lengthBytes);
        }
        while (error == Interrupted);

        if (error != 0)
        {
            throw new HotPathException(
                ErrorCode.DiskFull,
                $"rows that memory does not hold cannot be spilled to folder '{_folder}': no room for {lengthBytes} "
                + $"bytes behind {_liveBytes} (errno {error}); free space there or name another folder (TMPDIR)");
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ReserveSpace(int file, long offset, long lengthBytes);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Allocate(int file, int mode, long offset, long lengthBytes);

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SynchronizeRange(int file, long offset, long lengthBytes, int flags);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Truncate(int file, long lengthBytes);
}
