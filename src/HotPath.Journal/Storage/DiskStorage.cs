namespace HotPath.Journal.Storage;

/// <summary>Files of the operating system.</summary>
public readonly struct DiskStorage : IStorage
{
    /// <inheritdoc/>
    public IAppendFile Create(string path) => new DiskAppendFile(path);

    /// <inheritdoc/>
    public ISequentialFile OpenRead(string path) => new DiskSequentialFile(path);
}
