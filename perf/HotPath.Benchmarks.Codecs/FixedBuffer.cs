using System;
using System.Buffers;

namespace HotPath.Benchmarks.Codecs;

/// <summary>Room for one message, used again and again: what every encoder writes into.</summary>
/// <param name="sizeBytes">Room. Unit: bytes.</param>
public sealed class FixedBuffer(int sizeBytes) : IBufferWriter<byte>
{
    /// <summary>The room.</summary>
    public byte[] Octets { get; } = new byte[sizeBytes];

    /// <summary>Octets that are written. Unit: bytes.</summary>
    public int WrittenBytes { get; private set; }

    /// <summary>Begins again.</summary>
    public void Clear() => WrittenBytes = 0;

    /// <inheritdoc/>
    public void Advance(int count) => WrittenBytes += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0) => Octets.AsMemory(WrittenBytes);

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => Octets.AsSpan(WrittenBytes);
}
