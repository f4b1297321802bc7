using System;
using System.IO;

namespace HotPath.Integration.Tests.Support;

/// <summary>A temporary folder that goes away with the test.</summary>
public sealed class WorkFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("hotpath-test-").FullName;

    /// <summary>Path of a file in it.</summary>
    /// <param name="name">File name.</param>
    /// <returns>Full path.</returns>
    public string File(string name) => Path.Combine(_path, name);

    /// <summary>Writes a text file.</summary>
    /// <param name="name">File name.</param>
    /// <param name="text">Content.</param>
    /// <returns>Full path.</returns>
    public string Write(string name, string text)
    {
        string path = File(name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_path, recursive: true);
}
