using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace HotPath.Foundation.Files;

/// <summary>What is at a path now, links followed.</summary>
/// <param name="Identity">Which file it is, whatever its name.</param>
/// <param name="Kind">What kind of file.</param>
/// <remarks>Linux only.</remarks>
public readonly partial record struct FileStatus(FileIdentity Identity, FileKind Kind)
{
    // struct statx of <linux/stat.h>: the same on every architecture.
    private const int StatxBytes = 256;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;
    private const int DeviceOffset = 136;
    private const int WorkingDirectory = -100;
    private const int FollowLinks = 0;
    private const uint TypeAndInode = 0x101;
    private const int TypeMask = 0xF000;
    private const int Pipe = 0x1000;
    private const int Regular = 0x8000;

    /// <summary>Looks at what a path leads to.</summary>
    /// <param name="path">A path.</param>
    /// <returns>What is there, or <see langword="null"/> when nothing is or it may not be looked at.</returns>
    public static FileStatus? Of(string path)
    {
        Span<byte> status = stackalloc byte[StatxBytes];
        if (Status(WorkingDirectory, path, FollowLinks, TypeAndInode, status) != 0)
        {
            return null;
        }

        var identity = new FileIdentity(
            BinaryPrimitives.ReadUInt64LittleEndian(status[DeviceOffset..]),
            BinaryPrimitives.ReadUInt64LittleEndian(status[InodeOffset..]));
        return new FileStatus(identity, KindOf(BinaryPrimitives.ReadUInt16LittleEndian(status[ModeOffset..])));
    }

    private static FileKind KindOf(int mode) => (mode & TypeMask) switch
    {
        Regular => FileKind.Regular,
        Pipe => FileKind.Pipe,
        _ => FileKind.Other,
    };

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Status(int folder, string path, int flags, uint mask, Span<byte> status);
}
