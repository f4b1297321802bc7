using System;
using System.IO;
using HotPath.Foundation.Threads;

namespace HotPath.Daemon.Terminals;

/// <summary>A stream that may be silent for long: whoever reads it attends to other things meanwhile.</summary>
internal sealed class AttendedStream : Stream
{
    private const int ChunkBytes = 64 * 1024;
    private const int WaitMs = 50;

    private readonly BackgroundReader _reader;
    private readonly Action _attend;

    /// <summary>Begins to read.</summary>
    /// <param name="inner">What is read; closed with this one.</param>
    /// <param name="attend">Called by the reader again and again while nothing comes; may throw to end that.</param>
    public AttendedStream(Stream inner, Action attend)
    {
        _reader = new BackgroundReader(chunk => inner.Read(chunk), inner.Dispose, ChunkBytes, "hotpath-input");
        _attend = attend;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            while (!_reader.TryRead(buffer, WaitMs, out count))
            {
                _attend();
            }
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException(error.Message, error);
        }

        return count;
    }

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader.Dispose();
        }

        base.Dispose(disposing);
    }
}
