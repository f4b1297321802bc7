using System;

namespace HotPath.Journal.Storage;

/// <summary>
/// A file that only grows: what a log is written to. A seam, so that a simulation keeps files in memory.
/// </summary>
/// <remarks>Threading: single-threaded.</remarks>
public interface IAppendFile : IDisposable
{
    /// <summary>Name for messages.</summary>
    string Name { get; }

    /// <summary>
    /// Appends bytes; they are with the operating system when this returns, not necessarily on the device.
    /// </summary>
    /// <param name="bytes">Bytes to append.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2002: full disk, or the file went away.</exception>
    void Append(ReadOnlySpan<byte> bytes);
}
