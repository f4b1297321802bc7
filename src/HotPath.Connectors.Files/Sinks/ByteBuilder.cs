using System;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>A growing buffer in which one row is written before it goes out.</summary>
/// <remarks>Threading: single-threaded. Allocates only for a row longer than any before.</remarks>
internal sealed class ByteBuilder
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public int LengthBytes => _length;

    public void Clear() => _length = 0;

    /// <summary>Takes back what stands behind a length.</summary>
    /// <param name="lengthBytes">What stays. Unit: bytes.</param>
    public void CutTo(int lengthBytes) => _length = lengthBytes;

    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        _length++;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Room behind what is written; taken by <see cref="Advance"/>.</summary>
    /// <param name="lengthBytes">Unit: bytes.</param>
    /// <returns>At least that many bytes.</returns>
    public Span<byte> Reserve(int lengthBytes)
    {
        if (_bytes.Length - _length < lengthBytes)
        {
            Array.Resize(ref _bytes, Math.Max(checked(_length + lengthBytes), 2 * _bytes.Length));
        }

        return _bytes.AsSpan(_length);
    }

    /// <summary>Takes back blanks at the end.</summary>
    public void TrimEnd()
    {
        while (_length > 0 && _bytes[_length - 1] == ' ')
        {
            _length--;
        }
    }

    public void Advance(int lengthBytes) => _length += lengthBytes;
}
