using System;
using System.IO;
using HotPath.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace HotPath.Daemon.Terminals;

/// <summary>
/// Standard output as sinks see it. When the reader of a pipe goes away (<c>hotpath ... | head</c>), that is the user's
/// wish, not an error: the job is asked to stop and the rest is dropped. A full disk stays an error, and is told from
/// those of other files.
/// </summary>
/// <remarks>Threading: one writer (egress).</remarks>
internal sealed class OutputPipe : WriteOnlyStream
{
    // errno of a write to a pipe without reader; .NET hands raw errno on as the HResult of an IOException.
    private const int BrokenPipe = 32;

    private readonly Stream _inner;
    private readonly Action _beforeWrite;
    private readonly Action _onReaderGone;

    /// <summary>Wraps a stream.</summary>
    /// <param name="inner">Where bytes go.</param>
    /// <param name="beforeWrite">Called before each write, to clear a progress line on the same terminal.</param>
    /// <param name="onReaderGone">Called once, when the reader has gone away.</param>
    public OutputPipe(Stream inner, Action beforeWrite, Action onReaderGone)
    {
        _inner = inner;
        _beforeWrite = beforeWrite;
        _onReaderGone = onReaderGone;
    }

    /// <summary>What the stream is called in messages.</summary>
    public string Name { get; init; } = "standard output";

    /// <summary>Whether the reader has gone away.</summary>
    public bool IsReaderGone { get; private set; }

    /// <summary>What was taken whole; of the write at which the reader went away it may have read a part. Unit: bytes.
    /// </summary>
    public long WrittenBytes { get; private set; }

    /// <summary>The process's standard output.</summary>
    /// <returns>A stream that reports a broken pipe. A file keeps the offset it shares with standard error.</returns>
    public static Stream OpenStandardOutput()
    {
        // Console's own stream swallows EPIPE and would let the job run on for nobody; FileStream reports it, but
        // writes to files at offsets of its own and would overwrite what `2>&1` sends to the same file.
#pragma warning disable CA2000 // the stream owns the handle object, and nobody owns descriptor 1
        var direct = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
#pragma warning restore CA2000
        if (!direct.CanSeek)
        {
            return direct;
        }

        direct.Dispose();
        return Console.OpenStandardOutput();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (IsReaderGone)
        {
            return;
        }

        try
        {
            _beforeWrite();
            _inner.Write(buffer);
            WrittenBytes += buffer.Length;
        }
        catch (IOException failure) when (failure.HResult == BrokenPipe)
        {
            IsReaderGone = true;
            _onReaderGone();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StandardOutputException(Name, failure);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        if (!IsReaderGone)
        {
            _inner.Flush();
        }
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
}
