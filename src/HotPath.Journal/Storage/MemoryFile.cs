using System;

namespace HotPath.Journal.Storage;

/// <summary>A file in memory, appended to at its end and read from its start.</summary>
/// <remarks>Threading: single-threaded.</remarks>
public sealed class MemoryFile : IAppendFile, ISequentialFile
{
    private byte[] _bytes;
    private int _lengthBytes;
    private int _offsetBytes;

    /// <summary>A file with some bytes in it.</summary>
    /// <param name="name">Name for messages.</param>
    /// <param name="bytes">Its bytes; taken over, not copied.</param>
    public MemoryFile(string name, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        Name = name;
        _bytes = bytes;
        _lengthBytes = bytes.Length;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        int needed = checked(_lengthBytes + bytes.Length);
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(needed, (int)Math.Min(Array.MaxLength, 2L * _bytes.Length)));
        }

        bytes.CopyTo(_bytes.AsSpan(_lengthBytes));
        _lengthBytes = needed;
    }

    /// <inheritdoc/>
    public int Read(Span<byte> target)
    {
        int length = Math.Min(target.Length, _lengthBytes - _offsetBytes);
        _bytes.AsSpan(_offsetBytes, length).CopyTo(target);
        _offsetBytes += length;
        return length;
    }

    /// <summary>Its bytes now.</summary>
    /// <returns>A copy.</returns>
    public byte[] ToArray() => _bytes.AsSpan(0, _lengthBytes).ToArray();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
