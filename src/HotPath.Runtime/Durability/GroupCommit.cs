using System;
using System.Threading;
using HotPath.Disruptor.Rings;
using HotPath.Journal.Segments;

namespace HotPath.Runtime.Durability;

/// <summary>
/// Makes durable what the journal has written, and tells how far that is. Two agents call it: the journal's own when it
/// has drained the ring, so that a lone event waits for nothing but the device; and the sync agent, so that under load
/// one group goes to the device while the next is gathered.
/// </summary>
/// <remarks>Threading: any thread; one sync at a time.</remarks>
public sealed class GroupCommit
{
    private readonly Lock _lock = new();
    private readonly JournalWriter _writer;
    private readonly CommitMode _mode;
    private readonly bool _isEarly;
    private readonly long _recoveredPosition;

    /// <summary>Starts at what is durable.</summary>
    /// <param name="writer">The journal.</param>
    /// <param name="mode">What outputs wait for.</param>
    /// <param name="isEarly">A test's fault: everything counts as durable once it is appended.</param>
    public GroupCommit(JournalWriter writer, CommitMode mode, bool isEarly)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _writer = writer;
        _mode = mode;
        _isEarly = isEarly;
        _recoveredPosition = writer.DurablePosition;
        Committed = new Sequence(_recoveredPosition);
        Durable = new Sequence(_recoveredPosition);
    }

    /// <summary>Position up to which outputs may be seen. Unit: bytes.</summary>
    public Sequence Committed { get; }

    /// <summary>Position up to which the journal is on the device: no checkpoint may be ahead of it. Unit: bytes.
    /// </summary>
    public Sequence Durable { get; }

    /// <summary>The journal has taken all frames below a position; for the writing thread.</summary>
    /// <param name="position">Unit: bytes.</param>
    public void NoteAppended(long position)
    {
        if (_mode == CommitMode.Async || _isEarly)
        {
            Committed.Publish(Math.Max(_recoveredPosition, position));
        }

        if (_isEarly)
        {
            Durable.Publish(Committed.Value);
        }
    }

    /// <summary>Syncs what is written, unless another thread is at it.</summary>
    /// <returns>Whether there was anything to do.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2006: the sync failed; the process must stop.</exception>
    public bool TrySync()
    {
        if (Durable.Value >= _writer.WrittenPosition || !_lock.TryEnter())
        {
            return false;
        }

        try
        {
            long position = _writer.Sync();
            Durable.Publish(Math.Max(Durable.Value, position));
            if (_mode != CommitMode.Async)
            {
                Committed.Publish(Durable.Value);
            }

            return true;
        }
        finally
        {
            _lock.Exit();
        }
    }
}
