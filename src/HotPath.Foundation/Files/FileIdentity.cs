namespace HotPath.Foundation.Files;

/// <summary>
/// Which file a path leads to, whatever its name: hard and symbolic links to one file have one identity.
/// </summary>
/// <param name="Device">Major and minor number of the file system's device.</param>
/// <param name="Inode">Number of the file on that device.</param>
/// <remarks>Linux only. Good as long as the file exists; a number is used again after its deletion.</remarks>
public readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    /// <summary>Identity of what is at a path now, links followed.</summary>
    /// <param name="path">A path.</param>
    /// <returns>The identity, or <see langword="null"/> when nothing is there or may be looked at.</returns>
    public static FileIdentity? Of(string path) => FileStatus.Of(path)?.Identity;
}
