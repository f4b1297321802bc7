using System;
using System.IO;

namespace HotPath.State.Lmdb.Tests;

/// <summary>A folder for one test.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hotpath-state-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
