using System;
using System.Collections.Generic;
using HotPath.Disruptor.Agents;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;
using HotPath.Journal.Segments;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Processing;

namespace HotPath.Runtime.Durability;

/// <summary>
/// Writes the frames of the ring to the journal, beside the shards. What came while one sync ran goes with the next:
/// the commit position follows the device, not the number of events (<see cref="GroupCommit"/>).
/// </summary>
/// <remarks>
/// Threading: single-threaded. Blocks in writes and syncs, so it has a thread of its own. A full disk stops it, and by
/// the full ring admission too, until there is space.
/// </remarks>
/// <typeparam name="TEnvironment">Seams to the outside.</typeparam>
public sealed class JournalAgent<TEnvironment> : IAgent, IDisposable
    where TEnvironment : struct, IEnvironment
{
    /// <summary>Name of the agent.</summary>
    public const string AgentName = "journal";

    private readonly RingBuffer _ring;
    private readonly Sequence _consumed;
    private readonly NodeControl _control;
    private readonly MarkBoard _marks;
    private readonly FullDisk _disk;
    private readonly int _batchFrames;
    private readonly long _groupBytes;
    private readonly long _aheadBytesMax;
    private TEnvironment _environment;
    private long _next;
    private MarkHash _markAhead = MarkHash.None; // noted once its frame is appended

    /// <summary>Goes on behind the last whole batch of the journal; frames below it pass unwritten.</summary>
    /// <param name="options">Journal and commit mode.</param>
    /// <param name="node">What the agents of the node share.</param>
    /// <param name="marks">Known state hashes, for the footers.</param>
    /// <param name="environment">Seams to the outside.</param>
    /// <exception cref="HotPathException">HP2006, HP2007, HP2008, HP2009: the journal cannot be continued.</exception>
    public JournalAgent(DurableOptions options, NodeResources node, MarkBoard marks, TEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(node);
        _disk = new FullDisk(options.OnWarning, options.OnStandstill);
        _ring = node.Ring;
        _consumed = _ring.AddConsumer();
        _next = _ring.ClaimedPosition;
        _control = node.Control;
        _marks = marks;
        _batchFrames = 16 * node.Options.BatchFrames;
        _groupBytes = _ring.CapacityBytes / 2;
        _aheadBytesMax = _ring.CapacityBytes;
        _environment = environment;
        Writer = JournalWriter.Resume(options.Storage, node.Heap, options.Journal, options.Store.Position);
        Quarantined = Decide(options, node.Heap);
        RecoveredPosition = Writer.DurablePosition;
        Commit = new GroupCommit(
            Writer, options.CommitMode, isEarly: environment.Fault(FaultPoint.CommitBeforeSync));
    }

    /// <inheritdoc/>
    public string Name => AgentName;

    /// <inheritdoc/>
    public bool IsDone { get; private set; }

    /// <summary>How far the journal is on the device, and what may be seen of it.</summary>
    public GroupCommit Commit { get; }

    /// <summary>Position up to which the journal was whole when it was opened. Unit: bytes.</summary>
    public long RecoveredPosition { get; }

    /// <summary>Rows that are set aside, by decisions in the journal.</summary>
    public IReadOnlyList<QuarantineCommand> Quarantined { get; }

    /// <summary>The journal. <see cref="JournalWriter.PrepareSpare"/> and retention from the checkpoint's thread.
    /// </summary>
    public JournalWriter Writer { get; }

    /// <inheritdoc/>
    public int DoWork()
    {
        int work = 0;
        if (_disk.IsFull && (_environment.Fault(FaultPoint.StayFull) || _disk.IsWaiting(_environment.NowNs)))
        {
            return work;
        }

        try
        {
            work = Append();
            Writer.Write();
            Commit.NoteAppended(_next);
            if (_next == _control.EndPosition)
            {
                Writer.Seal();
                IsDone = true;
            }

            // While there is more to gather, the sync agent waits for the device.
            if (_next == _ring.Cursor.Value && Commit.TrySync())
            {
                work++;
            }

            _disk.NoteSpace("the journal has space again; going on");
        }
        catch (HotPathException error) when (error.Code == ErrorCode.DiskFull)
        {
            // What has a place already need not wait for the space of what has none.
            _disk.NoteFull(error, "intake stands still until there is space", _environment.NowNs);
            Commit.TrySync();
        }

        return work;
    }

    /// <inheritdoc/>
    public void Dispose() => Writer.Dispose();

    private List<QuarantineCommand> Decide(DurableOptions options, NativeHeap heap)
    {
        var all = new List<QuarantineCommand>();
        if (options.Poison is not { } poison || (poison.Decisions.Count == 0 && !poison.IsJournalSearched))
        {
            return all;
        }

        long ingestTimeMs = QuarantineLog.Search(
            options.Storage, heap, options.Journal.Directory, options.StartPosition, all.Add);
        if (poison.Decisions.Count > 0)
        {
            QuarantineLog.Append(Writer, heap, poison.Decisions, ingestTimeMs);
            all.AddRange(poison.Decisions);
        }

        return all;
    }

    private int Append()
    {
        // What waits for the device is bounded, and with it what egress must keep back.
        if (_next - Commit.Durable.Value > _aheadBytesMax)
        {
            return 0;
        }

        long groupEnd = _next + _groupBytes;
        int work = 0;
        int frames;
        do
        {
            frames = AppendSome(Math.Min(groupEnd, _ring.Cursor.Value));
            work += frames;
        }
        while (frames == _batchFrames);

        return work;
    }

    private int AppendSome(long end)
    {
        int frames = _environment.BatchFrames(_batchFrames);
        int work = 0;
        try
        {
            while (work < frames && _next < end)
            {
                var frame = new FrameFlyweight(_ring.AddressOf(_next));
                if (_next >= RecoveredPosition)
                {
                    Writer.Append(frame);
                }

                _next += frame.AlignedBytes;
                work++;
            }
        }
        finally
        {
            _consumed.Publish(_next);
        }

        NoteMark();
        return work;
    }

    // Shards run ahead. The hash of a mark whose frame a crash may still lose must not be in a footer: another frame
    // may stand there in the next life.
    private void NoteMark()
    {
        MarkHash newest = _marks.Newest;
        MarkHash appended = newest.Position < _next ? newest : _markAhead;
        if (appended != MarkHash.None && appended.Position < _next)
        {
            Writer.NoteMark(appended);
        }

        if (_markAhead.Position < _next)
        {
            _markAhead = newest;
        }
    }
}
