using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace HotPath.Foundation.Files;

/// <summary>
/// Which file a path leads to, whatever its name: hard and symbolic links to one file have one identity.
/// </summary>
/// <param name="Device">Major and minor number of the file system's device.</param>
/// <param name="Inode">Number of the file on that device.</param>
/// <remarks>Linux only. Good as long as the file exists; a number is used again after its deletion.</remarks>
public readonly partial record struct FileIdentity(ulong Device, ulong Inode)
{
    // struct statx of <linux/stat.h>: the same on every architecture.
    private const int StatxBytes = 256;
    private const int InodeOffset = 32;
    private const int DeviceOffset = 136;
    private const int WorkingDirectory = -100;
    private const int FollowLinks = 0;
    private const uint InodeMask = 0x100;

    /// <summary>Identity of what is at a path now, links followed.</summary>
    /// <param name="path">A path.</param>
    /// <returns>The identity, or <see langword="null"/> when nothing is there or may be looked at.</returns>
    public static FileIdentity? Of(string path)
    {
        Span<byte> status = stackalloc byte[StatxBytes];
        return Status(WorkingDirectory, path, FollowLinks, InodeMask, status) == 0
            ? new FileIdentity(
                BinaryPrimitives.ReadUInt64LittleEndian(status[DeviceOffset..]),
                BinaryPrimitives.ReadUInt64LittleEndian(status[InodeOffset..]))
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Status(int folder, string path, int flags, uint mask, Span<byte> status);
}
