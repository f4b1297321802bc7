using System;
using System.IO;
using HotPath.Foundation.Memory;
using HotPath.Journal.Log;

namespace HotPath.Benchmarks.MainJob;

/// <summary>A whole recorded log in memory, for loops by hand.</summary>
internal sealed class LogInMemory : IDisposable
{
    private readonly NativeHeap _heap = new();
    private readonly nint _address;
    private readonly long _lengthBytes;

    /// <summary>Reads the log.</summary>
    /// <param name="path">Path of the log.</param>
    public LogInMemory(string path)
    {
        using FileStream file = File.OpenRead(path);
        _lengthBytes = file.Length;
        _address = _heap.Allocate(_lengthBytes);
        for (long offset = 0; offset < _lengthBytes;)
        {
            int chunk = (int)Math.Min(1 << 24, _lengthBytes - offset);
            file.ReadExactly(Raw.WritableSpan(_address + (nint)offset, chunk));
            offset += chunk;
        }
    }

    /// <summary>Address of the first frame.</summary>
    public nint Begin => _address + LogDescriptor.HeaderBytes;

    /// <summary>Address behind the last frame.</summary>
    public nint End => _address + (nint)_lengthBytes;

    /// <inheritdoc/>
    public void Dispose() => _heap.Free(_address, _lengthBytes);
}
