using System;

namespace HotPath.Journal.Storage;

/// <summary>A file read from its start to its end. A seam, so that a simulation keeps files in memory.</summary>
/// <remarks>Threading: single-threaded.</remarks>
public interface ISequentialFile : IDisposable
{
    /// <summary>Name for messages.</summary>
    string Name { get; }

    /// <summary>Reads the next bytes.</summary>
    /// <param name="target">Where they go; not empty.</param>
    /// <returns>How many; 0 at the end. Unit: bytes.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: the file cannot be read.</exception>
    int Read(Span<byte> target);
}
