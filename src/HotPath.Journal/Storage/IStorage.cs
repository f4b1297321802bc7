namespace HotPath.Journal.Storage;

/// <summary>Where logs are kept. A seam, so that a simulation keeps files in memory.</summary>
public interface IStorage
{
    /// <summary>Creates a file, or empties the one there.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The file; the caller disposes it.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2002: it cannot be created.</exception>
    IAppendFile Create(string path);

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The file; the caller disposes it.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: it is missing or unreadable.</exception>
    ISequentialFile OpenRead(string path);
}
