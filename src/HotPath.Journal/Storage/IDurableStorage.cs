using System.Collections.Generic;

namespace HotPath.Journal.Storage;

/// <summary>
/// A directory tree whose files survive a crash, told apart from <see cref="IStorage"/>: here a caller decides, file by
/// file and directory by directory, when bytes and names are on the device. A seam, so that a simulation can lose what
/// was not synced.
/// </summary>
/// <remarks>
/// Threading: any thread; one file belongs to one thread at a time. A created, renamed or deleted name is durable only
/// after <see cref="SyncDirectory"/>. Paths are joined with '/'.
/// </remarks>
public interface IDurableStorage
{
    /// <summary>Creates a directory and its parents; those there are left as they are.</summary>
    /// <param name="directory">Path of the directory.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2002: it cannot be created. HP2006: its name could not be
    /// made durable.</exception>
    void CreateDirectory(string directory);

    /// <summary>Names of the files of a directory, without its path, in ordinal order.</summary>
    /// <param name="directory">Path of the directory.</param>
    /// <returns>The names; none when there is no such directory.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: it cannot be read.</exception>
    IReadOnlyList<string> ListFiles(string directory);

    /// <summary>Creates a file, or empties the one there.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The file; the caller disposes it.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2002: it cannot be created. HP2007: no space.</exception>
    IDurableFile CreateFile(string path);

    /// <summary>Opens a file that exists.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="isWritable">Whether it is going to be written too.</param>
    /// <returns>The file; the caller disposes it.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: it is missing or may not be opened so.</exception>
    IDurableFile OpenFile(string path, bool isWritable);

    /// <summary>Gives a file another name in its directory; a file that had that name is gone.</summary>
    /// <param name="from">Path now.</param>
    /// <param name="to">Path then.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2002: it cannot be renamed.</exception>
    void Rename(string from, string to);

    /// <summary>Removes a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2002: it cannot be removed.</exception>
    void Delete(string path);

    /// <summary>Space that the volume of a directory has left.</summary>
    /// <param name="directory">Path of the directory.</param>
    /// <param name="countsReserve">Whether what only root may use counts.</param>
    /// <returns><see cref="long.MaxValue"/> when it cannot be known. Unit: bytes.</returns>
    long FreeBytes(string directory, bool countsReserve) => long.MaxValue;

    /// <summary>Makes the names of a directory durable.</summary>
    /// <param name="directory">Path of the directory.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2006: the device did not take them; the process must
    /// stop.</exception>
    void SyncDirectory(string directory);
}
