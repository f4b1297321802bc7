using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using HotPath.Foundation.Errors;
using static HotPath.Foundation.Memory.PosixMemory;

namespace HotPath.Foundation.Memory;

/// <summary>
/// A block of memory mapped twice in a row: byte i and byte i + capacity are the same byte. A ring over it never wraps
/// inside a record, so records need no padding and offsets can be log positions.
/// </summary>
/// <remarks>
/// <code>
/// address           + capacity          + 2 x capacity
/// +-----------------+-----------------+
/// | the memory      | the same memory |
/// +-----------------+-----------------+
/// </code>
/// Threading: shared; ordering is its users'. Dispose once, after all users stop. Linux only.
/// </remarks>
public sealed unsafe partial class MirroredBuffer : IDisposable
{
    private const uint CloseOnExec = 1;

    /// <summary>Maps the memory.</summary>
    /// <param name="capacityBytes">A power of two, at least a page. Unit: bytes.</param>
    /// <exception cref="HotPathException">HP1001: not a power of two of at least a page. HP3003: no memory.</exception>
    public MirroredBuffer(long capacityBytes)
    {
        if (capacityBytes < Environment.SystemPageSize || !BitOperations.IsPow2(capacityBytes))
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"ring of {capacityBytes} bytes: must be a power of two of at least {Environment.SystemPageSize}");
        }

        CapacityBytes = capacityBytes;
        int file = MemoryFileCreate("hotpath-ring", CloseOnExec);
        if (file < 0)
        {
            ThrowHelper.OutOfMemory(
                $"ring of {capacityBytes} bytes: memfd_create failed with errno {Marshal.GetLastPInvokeError()}");
        }

        try
        {
            Address = MapTwice(file, capacityBytes);
        }
        finally
        {
            _ = Close(file);
        }
    }

    /// <summary>Frees the mapping when it was not disposed.</summary>
    ~MirroredBuffer() => Unmap();

    /// <summary>First byte; 0 after <see cref="Dispose"/>.</summary>
    public nint Address { get; private set; }

    /// <summary>Length of the memory, half of the mapping. Unit: bytes.</summary>
    public long CapacityBytes { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Unmap();
        GC.SuppressFinalize(this);
    }

    private static nint MapTwice(int file, long capacityBytes)
    {
        nint reserved =
            PosixMemory.Map(
                0, (nuint)(2 * capacityBytes), ProtectionNone, MapPrivate | MapAnonymous, file: -1, offset: 0);
        if (reserved == MapFailed)
        {
            ThrowMapFailed(capacityBytes, Marshal.GetLastPInvokeError());
        }

        bool isMapped = Truncate(file, capacityBytes) == 0
            && MapHalf(reserved, capacityBytes, file)
            && MapHalf(reserved + (nint)capacityBytes, capacityBytes, file);
        if (!isMapped)
        {
            int errno = Marshal.GetLastPInvokeError();
            _ = PosixMemory.Unmap(reserved, (nuint)(2 * capacityBytes));
            ThrowMapFailed(capacityBytes, errno);
        }

        return reserved;
    }

    [DoesNotReturn]
    private static void ThrowMapFailed(long capacityBytes, int errno) =>
        ThrowHelper.OutOfMemory($"ring of {capacityBytes} bytes: mmap failed with errno {errno}");

    private static bool MapHalf(nint address, long capacityBytes, int file) =>
        PosixMemory.Map(
            address, (nuint)capacityBytes, ProtectionReadWrite, MapShared | MapFixed, file, offset: 0) == address;

    private void Unmap()
    {
        if (Address != 0)
        {
            _ = PosixMemory.Unmap(Address, (nuint)(2 * CapacityBytes));
            Address = 0;
        }
    }

    [LibraryImport(
        "libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MemoryFileCreate(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Truncate(int file, long lengthBytes);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);
}
