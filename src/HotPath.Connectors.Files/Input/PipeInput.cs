using System;
using System.Threading;
using HotPath.Foundation.Errors;

namespace HotPath.Connectors.Files.Input;

/// <summary>
/// A pipe as input: a background thread waits for bytes, so that ingress never does and a stop is heard while the pipe
/// is silent.
/// </summary>
/// <remarks>
/// Threading: one reader besides the thread it owns; one chunk changes hands under a lock. The thread blocks in the
/// operating system and is a background thread, so a pipe that never ends does not keep the process alive. It closes
/// the pipe, which a disposed input thus has open until the next byte.
/// </remarks>
internal sealed class PipeInput : ByteInput
{
    private readonly object _gate = new();
    private readonly ByteInput _inner;
    private readonly byte[] _chunk;
    private HotPathException? _failure;
    private int _start;
    private int _end;
    private bool _hasEnded;
    private bool _isDisposed;

    public PipeInput(ByteInput inner, int chunkBytes)
        : base(inner.Name)
    {
        _inner = inner;
        _chunk = new byte[chunkBytes];
        new Thread(Pump) { IsBackground = true, Name = "hotpath-pipe" }.Start();
    }

    public override bool IsReplayable => false;

    public override int Read(Span<byte> target)
    {
        lock (_gate)
        {
            if (_start == _end)
            {
                return _failure is not null ? throw _failure : _hasEnded ? 0 : NothingNow;
            }

            int count = Math.Min(target.Length, _end - _start);
            _chunk.AsSpan(_start, count).CopyTo(target);
            _start += count;
            if (_start == _end)
            {
                Monitor.Pulse(_gate);
            }

            return count;
        }
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Pump()
    {
        bool isOpen = true;
        while (isOpen)
        {
            int count = 0;
            HotPathException? failure = null;
            try
            {
                count = _inner.Read(_chunk);
            }
            catch (HotPathException error)
            {
                failure = error;
            }

            lock (_gate)
            {
                _failure = failure;
                _start = 0;
                _end = count;
                _hasEnded = count == 0;
                while (_start < _end && !_isDisposed)
                {
                    Monitor.Wait(_gate);
                }

                isOpen = !_hasEnded && !_isDisposed;
            }
        }

        _inner.Dispose(); // here, where nobody reads: a stream that is closed under a reader may throw anything
    }
}
