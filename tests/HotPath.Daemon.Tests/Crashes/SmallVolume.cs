using System;
using System.IO;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>A small file system of its own, in memory or ext4 in an image file, of which a part is taken.</summary>
internal sealed class SmallVolume : IDisposable
{
    private const int SizeMib = 32;
    private const string Filler = "filler";

    private readonly ScratchFolder _folder = new();
    private readonly bool _isMounted;

    /// <summary>Mounts one; skips the test, with the reason, where that is not allowed.</summary>
    /// <param name="kind"><c>tmpfs</c> or <c>ext4</c>.</param>
    public SmallVolume(string kind)
    {
        Root = Directory.CreateDirectory(_folder.File("volume")).FullName;
        string image = _folder.File("image");
        CommandResult result = CommandRun.Complete(kind == "tmpfs"
            ? $"mount -t tmpfs -o size={SizeMib}m tmpfs {Root}"
            : $"truncate -s {SizeMib}M {image} && mkfs.ext4 -q -F -m 0 {image} && mount -o loop {image} {Root}");
        _isMounted = result.ExitCode == 0;
        if (!_isMounted)
        {
            Dispose();
            Assert.Ignore($"a small {kind} cannot be mounted here, which takes root and, for ext4, a loop device: {result.Errors.Trim()}");
        }
    }

    /// <summary>Where it is mounted.</summary>
    public string Root { get; }

    /// <summary>Path of a file or folder on it.</summary>
    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>Takes all space but a rest.</summary>
    /// <param name="freeBytes">The rest. Unit: bytes.</param>
    public void Fill(long freeBytes)
    {
        long taken = new DriveInfo(Root).AvailableFreeSpace - freeBytes;
        using FileStream file = File.Create(PathOf(Filler));
        file.Write(new byte[taken]);
    }

    /// <summary>Gives the space back.</summary>
    public void Free() => File.Delete(PathOf(Filler));

    public void Dispose()
    {
        if (_isMounted)
        {
            CommandRun.Complete($"umount -l {Root}");
        }

        _folder.Dispose();
    }
}
