using System;
using System.IO;
using System.Threading;

namespace HotPath.Daemon.Terminals;

/// <summary>A stream that may be silent for long: whoever reads it attends to other things meanwhile.</summary>
/// <remarks>
/// Threading: one reader besides the thread it owns; one chunk changes hands under a lock. The thread blocks in the
/// operating system and is a background thread, so a stream that never ends does not keep the process alive.
/// </remarks>
internal sealed class AttendedStream : Stream
{
    private const int ChunkBytes = 64 * 1024;
    private const int WaitMs = 50;

    private readonly object _gate = new();
    private readonly Stream _inner;
    private readonly Action _attend;
    private readonly byte[] _chunk = new byte[ChunkBytes];
    private Exception? _failure;
    private int _start;
    private int _end;
    private bool _hasEnded;
    private bool _isDisposed;

    /// <summary>Begins to read.</summary>
    /// <param name="inner">What is read; closed with this one.</param>
    /// <param name="attend">Called by the reader again and again while nothing comes; may throw to end that.</param>
    public AttendedStream(Stream inner, Action attend)
    {
        _inner = inner;
        _attend = attend;
        new Thread(Pump) { IsBackground = true, Name = "hotpath-input" }.Start();
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

    private bool IsKnown => _start < _end || _hasEnded;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (!Wait())
        {
            _attend();
        }

        lock (_gate)
        {
            int count = Math.Min(buffer.Length, _end - _start);
            _chunk.AsSpan(_start, count).CopyTo(buffer);
            _start += count;
            Monitor.PulseAll(_gate);
            return count > 0 || _failure is null ? count : throw new IOException(_failure.Message, _failure);
        }
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
            lock (_gate)
            {
                _isDisposed = true;
                Monitor.PulseAll(_gate);
            }

            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool Wait()
    {
        lock (_gate)
        {
            return IsKnown || (Monitor.Wait(_gate, WaitMs) && IsKnown);
        }
    }

    private void Pump()
    {
        bool isOpen = true;
        while (isOpen)
        {
            int count = 0;
            Exception? failure = null;
            try
            {
                count = _inner.Read(_chunk);
            }
            catch (Exception error)
                when (error is IOException or ObjectDisposedException or UnauthorizedAccessException)
            {
                failure = error;
            }

            lock (_gate)
            {
                _failure = failure;
                _start = 0;
                _end = count;
                _hasEnded = count == 0;
                Monitor.PulseAll(_gate);
                while (_start < _end && !_isDisposed)
                {
                    Monitor.Wait(_gate);
                }

                isOpen = !_hasEnded && !_isDisposed;
            }
        }
    }
}
