using System;
using System.IO;
using HotPath.Foundation.Files;
using HotPath.Foundation.Threads;

namespace HotPath.Daemon.Terminals;

/// <summary>A stream that may be silent for long: whoever reads it attends to other things meanwhile.</summary>
internal sealed class AttendedStream : ReadOnlyStream
{
    private const int ChunkBytes = 64 * 1024;
    private const int WaitMs = 50;

    private readonly BackgroundReader _reader;
    private readonly Action _attend;

    /// <summary>Begins to read.</summary>
    /// <param name="open">Opens what is read, which may take long as well; it is closed with this one.</param>
    /// <param name="attend">Called by the reader again and again while nothing comes; may throw to end that.</param>
    public AttendedStream(Func<Stream> open, Action attend)
    {
        Stream? inner = null;
        _reader = new BackgroundReader(
            chunk => (inner ??= open()).Read(chunk), () => inner?.Dispose(), ChunkBytes, "hotpath-input");
        _attend = attend;
    }

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
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader.Dispose();
        }

        base.Dispose(disposing);
    }
}
