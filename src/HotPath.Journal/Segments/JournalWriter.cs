using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;
using HotPath.Journal.Storage;

namespace HotPath.Journal.Segments;

/// <summary>
/// Writes the journal of a node: seals frames, gathers them into batches, and makes batches durable together. What
/// <see cref="Sync"/> returned survives any crash; what was only written may survive it in any part and is cut.
/// </summary>
/// <remarks>
/// <code>
/// Append ... Append | Write | Append ... | Write | Sync      one footer a Write, one sync a group
/// </code>
/// Threading: one writing thread; <see cref="Sync"/>, <see cref="PrepareSpare"/>, <see cref="NeedsSpare"/>,
/// <see cref="GiveUpSpares"/>, <see cref="RemoveBelow"/> and <see cref="Segments"/> from any, so that one group goes to
/// the device while the next is written. Appending and writing allocate nothing; a new segment allocates a few objects.
/// HP2007 (disk full) leaves everything as it was: the same call may be made again once there is space. HP2006 (failed
/// sync) is final: every later call throws it again, none reaches the device, and the process must stop. Layout in
/// <see cref="SegmentDescriptor"/>.
/// </remarks>
public sealed class JournalWriter : IDisposable
{
    private const long NoSegment = -1;
    private const int ZerosAByte = 2;

    private readonly NativeHeap _heap;
    private readonly JournalOptions _options;
    private readonly SegmentPool _pool;
    private readonly Lock _segmentsLock = new();
    private readonly Lock _syncing = new(); // the current segment stays it while a sync runs
    private readonly List<JournalSegment> _segments;
    private readonly Guid _nodeId;
    private readonly ulong _tag;
    private nint _buffer;
    private int _capacityBytes;
    private int _usedBytes;
    private int _batchFrames;
    private SegmentFile? _current;
    private SegmentFile? _next;
    private ulong _writtenChain;
    private long _provenPosition;
    private long _writtenPosition;
    private long _durablePosition;
    private long _segmentPosition;
    private MarkHash _mark;
    private volatile HotPathException? _syncFailure;

    internal JournalWriter(
        NativeHeap heap, JournalOptions options, Guid nodeId, SegmentPool pool, JournalCatalog found, SegmentFile? last)
    {
        _heap = heap;
        _options = options;
        _pool = pool;
        _nodeId = nodeId;
        _tag = SegmentDescriptor.TagOf(nodeId);
        _segments = [.. found.Segments];
        _current = last;
        Found = found;
        Position = _writtenPosition = _durablePosition = found.EndPosition;
        Chain = _writtenChain = found.Chain;
        _provenPosition = found.DurablePosition;
        _segmentPosition = _segments.Count > 0 ? _segments[^1].FirstPosition : NoSegment;
        _mark = found.Mark;
        _capacityBytes = options.BatchBytesMax + SegmentDescriptor.FooterBytes;
        _buffer = heap.Allocate(_capacityBytes);
    }

    /// <summary>The journal as it was found; its torn tail, if any, is cut now.</summary>
    public JournalCatalog Found { get; }

    /// <summary>Position after the last frame appended. Unit: bytes.</summary>
    public long Position { get; private set; }

    /// <summary>Position after the last batch written. Unit: bytes.</summary>
    public long WrittenPosition => Volatile.Read(ref _writtenPosition);

    /// <summary>Position up to which everything is on the device. Unit: bytes.</summary>
    public long DurablePosition => Volatile.Read(ref _durablePosition);

    /// <summary>Chain at <see cref="Position"/>.</summary>
    public ulong Chain { get; private set; }

    /// <summary>
    /// Whether <see cref="PrepareSpare"/> should be called now. Zeros keep pace with the journal, so that they neither
    /// come late nor take the device from it all at once: the next segment is ready when this one is half full.
    /// </summary>
    public bool NeedsSpare
    {
        get
        {
            long begin = Volatile.Read(ref _segmentPosition);
            return _pool.IsUnnamed || _pool.IsBehind(
                begin == NoSegment ? long.MaxValue : ZerosAByte * Math.Max(1, WrittenPosition - begin));
        }
    }

    /// <summary>The segments now, oldest first. A copy.</summary>
    public IReadOnlyList<JournalSegment> Segments
    {
        get
        {
            lock (_segmentsLock)
            {
                return _segments.ToArray();
            }
        }
    }

    /// <summary>
    /// Goes on with the journal of a directory behind its last whole batch, or starts one where there is none. A torn
    /// tail is cut, and what is kept of the last segment is made durable again.
    /// </summary>
    /// <param name="storage">Where it lies.</param>
    /// <param name="heap">Where memory comes from.</param>
    /// <param name="options">How it is kept.</param>
    /// <param name="knownDurablePosition">As for <see cref="JournalCatalog.Open"/>. Unit: bytes.</param>
    /// <returns>The writer; the caller disposes it.</returns>
    /// <exception cref="HotPathException">HP1001: an option is out of range. HP2007: no space. HP2006: a sync failed.
    /// HP2008: damaged where it was known to be whole. HP2009: it is another node's.</exception>
    public static JournalWriter Resume(
        IDurableStorage storage, NativeHeap heap, JournalOptions options, long knownDurablePosition = 0)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(heap);
        ArgumentNullException.ThrowIfNull(options);
        return JournalRecovery.Resume(storage, heap, options, knownDurablePosition);
    }

    /// <summary>Appends a frame: copies, seals and chains it. A full buffer is written first.</summary>
    /// <param name="frame">The frame; its position is <see cref="Position"/>.</param>
    /// <exception cref="HotPathException">HP2007, HP2002: the full buffer cannot be written; the frame is not appended.
    /// HP2006: a sync failed. HP3001: the frame does not follow its predecessor.</exception>
    public void Append(FrameFlyweight frame)
    {
        if (frame.Position != Position)
        {
            ThrowOutOfPlace(frame.Position);
        }

        int aligned = frame.AlignedBytes;
        if (_usedBytes + aligned + SegmentDescriptor.FooterBytes > _capacityBytes)
        {
            MakeRoom(aligned);
        }

        ulong hash = FrameDescriptor.CopySealed(frame.Address, _buffer + _usedBytes, aligned);
        Chain = LogDescriptor.Link(Chain, hash);
        _usedBytes += aligned;
        _batchFrames++;
        Position += aligned;
    }

    /// <summary>Tells the newest mark hash known; the next footer carries it.</summary>
    /// <param name="mark">The mark, of a frame that has been appended.</param>
    public void NoteMark(MarkHash mark) => _mark = mark;

    /// <summary>Closes the open batch and hands it to the operating system; not durable yet.</summary>
    /// <exception cref="HotPathException">HP2007, HP2002: it cannot be written; the batch stays open. HP2006: a sync
    /// failed.</exception>
    public void Write()
    {
        ThrowIfFailed();
        if (_batchFrames == 0)
        {
            return;
        }

        int batchBytes = _usedBytes + SegmentDescriptor.FooterBytes;
        if (_current is null || _next is not null || !_current.HasRoom(batchBytes))
        {
            lock (_syncing)
            {
                Roll(batchBytes);
            }
        }

        WriteFooter(_buffer + _usedBytes, _batchFrames, Position - _usedBytes);
        _current!.Append(Raw.Span(_buffer, batchBytes));
        Volatile.Write(ref _writtenPosition, Position);
        _writtenChain = Chain;
        _usedBytes = 0;
        _batchFrames = 0;
    }

    /// <summary>Makes every written batch durable.</summary>
    /// <returns><see cref="DurablePosition"/>.</returns>
    /// <exception cref="HotPathException">HP2006: the sync failed; the process must stop.</exception>
    public long Sync()
    {
        lock (_syncing)
        {
            ThrowIfFailed();
            long position = WrittenPosition;
            if (_durablePosition < position)
            {
                SyncCurrent();
                Volatile.Write(ref _durablePosition, position);
            }

            return position;
        }
    }

    /// <summary>Writes the open batch and makes it durable.</summary>
    /// <returns><see cref="DurablePosition"/>.</returns>
    /// <exception cref="HotPathException">As <see cref="Write"/> and <see cref="Sync"/>.</exception>
    public long Commit()
    {
        Write();
        return Sync();
    }

    /// <summary>
    /// Commits, and leaves a footer that proves it: from then on damage to the last batch cannot pass for a torn tail.
    /// For the end of a run and for idle times; does nothing when the proof is there already.
    /// </summary>
    /// <returns><see cref="DurablePosition"/>.</returns>
    /// <exception cref="HotPathException">As <see cref="Commit"/>.</exception>
    public long Seal()
    {
        lock (_syncing)
        {
            long position = Commit();
            if (_provenPosition < position && _current is not null)
            {
                WriteFooter(_buffer, frames: 0, Position);
                _current.Append(Raw.Span(_buffer, SegmentDescriptor.FooterBytes));
                SyncCurrent();
                _provenPosition = position;
            }

            return position;
        }
    }

    /// <summary>Writes some of the zeros of a later segment, makes it durable once it is whole, and gives it its name;
    /// call it while <see cref="NeedsSpare"/>, not on the writing thread.</summary>
    /// <returns>Whether a whole one is there now.</returns>
    /// <exception cref="HotPathException">HP2007: no space for it and for another segment; nothing is left behind.
    /// HP2006: a sync failed.</exception>
    public bool PrepareSpare()
    {
        ThrowIfFailed();
        try
        {
            if (_pool.IsUnnamed)
            {
                _pool.NameNext();
                return true;
            }

            return _pool.Prepare();
        }
        catch (HotPathException e)
        {
            Remember(e);
            throw;
        }
    }

    /// <summary>Removes files that wait to become segments, all but one: space for what could not be written, and was
    /// only kept to save work.</summary>
    /// <returns>How many were removed. Unit: files.</returns>
    /// <exception cref="HotPathException">HP2002: a file cannot be removed.</exception>
    public int GiveUpSpares() => _pool.GiveUp();

    /// <summary>Gives up whole segments that end at or before a position; the last one stays.</summary>
    /// <param name="position">Oldest position still needed. Unit: bytes.</param>
    /// <returns>How many were given up. Unit: segments.</returns>
    /// <exception cref="HotPathException">HP2002: a file cannot be renamed or removed. HP2006: a sync failed.
    /// </exception>
    public int RemoveBelow(long position)
    {
        ThrowIfFailed();
        int removed = 0;
        lock (_segmentsLock)
        {
            // Oldest first, each name durable before the next: a crash leaves no gap.
            while (_segments.Count > 1 && _segments[0].EndPosition <= position)
            {
                Recycle(_segments[0]);
                _segments.RemoveAt(0);
                removed++;
            }
        }

        return removed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _heap.Free(_buffer, _capacityBytes);
        _buffer = 0;
        _current?.Dispose();
        _next?.Dispose();
        _pool.Dispose();
    }

    // A segment is whole and durable before the next has a header, and its header is durable before its first batch.
    private void Roll(int batchBytes)
    {
        try
        {
            if (_next is null)
            {
                Sync();
                long lengthBytes = Math.Max(
                    _options.SegmentBytes,
                    SegmentDescriptor.HeaderBytes + (long)batchBytes + SegmentDescriptor.FooterBytes);
                _next = _pool.Take((_current?.Number ?? 0) + 1, lengthBytes);
            }

            _next.WriteHeader(new SegmentHeader(_nodeId, _next.Number, WrittenPosition, _writtenChain));
        }
        catch (HotPathException e)
        {
            Remember(e);
            throw;
        }

        Enter(_next);
        _next = null;
    }

    private void Enter(SegmentFile next)
    {
        lock (_segmentsLock)
        {
            if (_segments.Count > 0)
            {
                _segments[^1] = _segments[^1] with { EndPosition = WrittenPosition };
            }

            _segments.Add(new JournalSegment(
                next.Number, next.Path, WrittenPosition, WrittenPosition, next.LengthBytes));
        }

        _current?.Dispose();
        _current = next;
        _provenPosition = WrittenPosition;
        Volatile.Write(ref _segmentPosition, WrittenPosition);
    }

    private void Recycle(JournalSegment segment)
    {
        try
        {
            _pool.Recycle(segment);
        }
        catch (HotPathException e)
        {
            Remember(e);
            throw;
        }
    }

    private void WriteFooter(nint address, int frames, long firstPosition) => new BatchFooter
    {
        Frames = frames,
        FirstPosition = firstPosition,
        EndPosition = Position,
        Chain = Chain,
        Mark = _mark,
        DurablePosition = DurablePosition,
        SegmentNumber = _current!.Number,
        NodeTag = _tag,
    }.WriteTo(address);

    private void MakeRoom(int alignedBytes)
    {
        if (_batchFrames > 0)
        {
            Write();
            _current!.StartWriteBack();
        }

        int needed = checked(alignedBytes + SegmentDescriptor.FooterBytes);
        if (needed > _capacityBytes)
        {
            _heap.Free(_buffer, _capacityBytes);
            _capacityBytes = needed;
            _buffer = _heap.Allocate(needed);
        }
    }

    private void SyncCurrent()
    {
        try
        {
            _current!.Sync();
        }
        catch (HotPathException e)
        {
            Remember(e);
            throw;
        }
    }

    private void Remember(HotPathException error)
    {
        if (error.Code == ErrorCode.SyncFailed)
        {
            _syncFailure = error;
        }
    }

    private void ThrowIfFailed()
    {
        if (_syncFailure is { } failure)
        {
            throw new HotPathException(failure.Code, failure.Message, failure);
        }
    }

    [DoesNotReturn]
    private void ThrowOutOfPlace(long position) => ThrowHelper.InvariantBroken(
        $"frame at position {position} appended to a journal that ends at {Position}");
}
