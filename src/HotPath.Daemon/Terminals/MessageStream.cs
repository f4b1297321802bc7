using System;
using System.IO;
using HotPath.Foundation.Files;

namespace HotPath.Daemon.Terminals;

/// <summary>
/// Standard error as messages go there. Where it takes nothing more (a full disk, its reader has gone), messages are
/// dropped: there is no place left to say so, and the exit code still tells how the command ended.
/// </summary>
internal sealed class MessageStream : WriteOnlyStream
{
    private readonly Stream _inner;

    private MessageStream(Stream inner) => _inner = inner;

    /// <summary>A writer of messages, for any thread.</summary>
    /// <param name="errors">Standard error.</param>
    /// <returns>The writer; each line goes out at once.</returns>
    public static TextWriter Writer(Stream errors)
    {
#pragma warning disable CA2000 // the writer lives as long as the process
        return TextWriter.Synchronized(new StreamWriter(new MessageStream(errors)) { AutoFlush = true });
#pragma warning restore CA2000
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _inner.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Dropped, as said above.
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is held back.
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
