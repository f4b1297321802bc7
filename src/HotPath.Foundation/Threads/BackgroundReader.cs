using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace HotPath.Foundation.Threads;

/// <summary>
/// Reads on a thread of its own what may be silent for long, so that nobody waits for it longer than they like.
/// </summary>
/// <remarks>
/// Threading: one reader besides the thread it owns; one chunk changes hands under a lock. The thread blocks in the
/// operating system and is a background thread, so an input that never ends does not keep the process alive. It closes
/// what it reads, which after <see cref="Dispose"/> thus stays open until its next byte: a stream that is closed under
/// a reader may throw anything.
/// </remarks>
public sealed class BackgroundReader : IDisposable
{
    private readonly object _gate = new();
    private readonly Func<byte[], int> _read;
    private readonly Action _close;
    private readonly byte[] _chunk;
    private ExceptionDispatchInfo? _failure;
    private int _start;
    private int _end;
    private bool _hasEnded;
    private bool _isDisposed;

    /// <summary>Begins to read.</summary>
    /// <param name="read">Fills an array from its start and returns how many bytes have come, 0 at the end; waits for
    /// at least one.</param>
    /// <param name="close">Called on the same thread when nothing more is read.</param>
    /// <param name="chunkBytes">Length of the array. Unit: bytes.</param>
    /// <param name="threadName">Name of the thread.</param>
    public BackgroundReader(Func<byte[], int> read, Action close, int chunkBytes, string threadName)
    {
        _read = read;
        _close = close;
        _chunk = new byte[chunkBytes];
        new Thread(Pump) { IsBackground = true, Name = threadName }.Start();
    }

    /// <summary>Takes what has come.</summary>
    /// <param name="target">Where it goes; not empty.</param>
    /// <param name="waitMs">How long to wait for it; 0 for not at all. Unit: ms.</param>
    /// <param name="count">How many bytes; 0 at the end. Unit: bytes.</param>
    /// <returns><see langword="false"/> when nothing has come, nor the end.</returns>
    /// <exception cref="Exception">What reading threw.</exception>
    public bool TryRead(Span<byte> target, int waitMs, out int count)
    {
        lock (_gate)
        {
            if (_start == _end && !_hasEnded && waitMs > 0)
            {
                Monitor.Wait(_gate, waitMs);
            }

            count = Math.Min(target.Length, _end - _start);
            if (count == 0)
            {
                _failure?.Throw();
                return _hasEnded;
            }

            _chunk.AsSpan(_start, count).CopyTo(target);
            _start += count;
            if (_start == _end)
            {
                Monitor.PulseAll(_gate);
            }

            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Pump()
    {
        bool isOpen = true;
        while (isOpen)
        {
            int count = ReadChunk(out ExceptionDispatchInfo? failure);
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

        _close();
    }

    private int ReadChunk(out ExceptionDispatchInfo? failure)
    {
        failure = null;
        try
        {
            return _read(_chunk);
        }
#pragma warning disable CA1031 // on a thread of its own it would end the process: whoever reads gets it
        catch (Exception error)
#pragma warning restore CA1031
        {
            failure = ExceptionDispatchInfo.Capture(error);
            return 0;
        }
    }
}
