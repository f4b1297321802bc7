using System.Runtime.InteropServices;

namespace HotPath.Foundation.Memory;

/// <summary>Pages mapped by the operating system. Linux only.</summary>
/// <remarks>Threading: any thread. A failed call leaves its errno to
/// <see cref="Marshal.GetLastPInvokeError"/>. Source: mmap(2).</remarks>
public static partial class PosixMemory
{
    /// <summary>No access: a read or write ends the process.</summary>
    public const int ProtectionNone = 0;

    /// <summary>Reads and writes.</summary>
    public const int ProtectionReadWrite = 3;

    /// <summary>Writes go to the file and to everyone who maps it.</summary>
    public const int MapShared = 0x01;

    /// <summary>Writes are the caller's own.</summary>
    public const int MapPrivate = 0x02;

    /// <summary>At the address given, over whatever is mapped there.</summary>
    public const int MapFixed = 0x10;

    /// <summary>Zeros, without a file.</summary>
    public const int MapAnonymous = 0x20;

    /// <summary>What <see cref="Map"/> returns when it cannot.</summary>
    public const nint MapFailed = -1;

    /// <summary>Maps pages.</summary>
    /// <param name="address">Where, with <see cref="MapFixed"/>; 0 for anywhere.</param>
    /// <param name="lengthBytes">How many. Unit: bytes.</param>
    /// <param name="protection">What is allowed.</param>
    /// <param name="flags">How.</param>
    /// <param name="file">Descriptor, or -1 for none.</param>
    /// <param name="offset">Where in the file. Unit: bytes.</param>
    /// <returns>Address, or <see cref="MapFailed"/>.</returns>
    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Map(
        nint address, nuint lengthBytes, int protection, int flags, int file, long offset);

    /// <summary>Unmaps pages.</summary>
    /// <param name="address">As returned by <see cref="Map"/>.</param>
    /// <param name="lengthBytes">How many. Unit: bytes.</param>
    /// <returns>0, or -1 when it cannot.</returns>
    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Unmap(nint address, nuint lengthBytes);

    /// <summary>Tells the operating system how pages will be used; it may ignore that.</summary>
    /// <param name="address">A multiple of the page size.</param>
    /// <param name="lengthBytes">How many. Unit: bytes.</param>
    /// <param name="advice">What is to come; see madvise(2).</param>
    /// <returns>0, or -1 when it knows no such advice.</returns>
    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Advise(nint address, nuint lengthBytes, int advice);
}
