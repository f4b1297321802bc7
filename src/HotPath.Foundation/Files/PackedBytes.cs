using System;
using System.IO;

namespace HotPath.Foundation.Files;

/// <summary>
/// A packed stream for an unpacker that asks for more only when it has used up what it has: zero bytes at the end of
/// the stream go to it one by one, so that it is left with no other when it stops there.
/// </summary>
/// <remarks>Threading: single-threaded. Allocates nothing but its buffer.</remarks>
internal sealed class PackedBytes : ReadOnlyStream
{
    private const int BufferBytes = 8 * 1024;

    private readonly Stream _inner;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private long _zeros; // before what the buffer holds
    private int _start;
    private int _end; // behind the last byte of the buffer that is not zero
    private int _zerosBehind; // what follows there
    private bool _isAllRead;

    /// <summary>A stream of which nothing was read.</summary>
    /// <param name="inner">What is read; closed with this one.</param>
    public PackedBytes(Stream inner) => _inner = inner;

    /// <summary>Whether the one who reads was told last that there is no more.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether what was given last, and all behind it, is zero.</summary>
    public bool IsInPadding { get; private set; }

    /// <summary>Read so far.</summary>
    public long LengthBytes { get; private set; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        LookAhead();
        int count = _zeros > 0 ? GiveZeros(buffer) : GiveOthers(buffer);
        HasEnded = count == 0 && !buffer.IsEmpty;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void LookAhead()
    {
        while (_start == _end && !_isAllRead)
        {
            _zeros += _zerosBehind;
            int count = _inner.Read(_buffer);
            ReadOnlySpan<byte> read = _buffer.AsSpan(0, count);
            LengthBytes += count;
            _isAllRead = count == 0;
            _end = read.LastIndexOfAnyExcept((byte)0) + 1;
            _start = _end == 0 ? 0 : read.IndexOfAnyExcept((byte)0);
            _zeros += _start;
            _zerosBehind = count - _end;
        }
    }

    private int GiveZeros(Span<byte> buffer)
    {
        IsInPadding = _start == _end;
        int count = (int)Math.Min(_zeros, IsInPadding ? Math.Min(1, buffer.Length) : buffer.Length);
        buffer[..count].Clear();
        _zeros -= count;
        return count;
    }

    private int GiveOthers(Span<byte> buffer)
    {
        IsInPadding = false;
        int count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }
}
