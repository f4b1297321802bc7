using System;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;
using HotPath.Journal.Storage;

namespace HotPath.Journal.Segments;

/// <summary>
/// Reads the frames of a journal from a position to its end. A batch is verified as a whole before its first frame is
/// handed out; where the journal ends is decided when it is opened, see <see cref="JournalCatalog"/>.
/// </summary>
/// <remarks>
/// Threading: single-threaded. Holds one segment in native memory; allocates a little at each segment. Changes nothing
/// in the directory.
/// </remarks>
public sealed class JournalReader : IDisposable
{
    private readonly IDurableStorage _storage;
    private readonly SegmentBuffer _buffer;
    private readonly long _fromPosition;
    private SegmentWalker? _walker;
    private int _nextSegment;
    private nint _next;
    private nint _batchEnd;
    private bool _isAtStart = true;

    /// <summary>Opens a journal.</summary>
    /// <param name="storage">Where it lies.</param>
    /// <param name="heap">Where memory for a segment comes from.</param>
    /// <param name="directory">Directory of the segments.</param>
    /// <param name="fromPosition">Position of the first frame to hand out, or the end; -1 for the oldest. Unit: bytes.
    /// </param>
    /// <param name="knownDurablePosition">As for <see cref="JournalCatalog.Open"/>. Unit: bytes.</param>
    /// <exception cref="HotPathException">HP2001: unreadable. HP2008: damaged, or without that position.</exception>
    public JournalReader(
        IDurableStorage storage,
        NativeHeap heap,
        string directory,
        long fromPosition = -1,
        long knownDurablePosition = 0)
    {
        ArgumentNullException.ThrowIfNull(storage);
        _storage = storage;
        Catalog = JournalCatalog.Open(storage, heap, directory, knownDurablePosition);
        _fromPosition = fromPosition < 0 ? Catalog.FirstPosition : fromPosition;
        if (_fromPosition < Catalog.FirstPosition || _fromPosition > Catalog.EndPosition)
        {
            throw JournalCatalog.Rot(
                directory,
                0,
                _fromPosition,
                $"the journal holds positions {Catalog.FirstPosition} to {Catalog.EndPosition} only");
        }

        while (_nextSegment + 1 < Catalog.Segments.Count
            && Catalog.Segments[_nextSegment + 1].FirstPosition <= _fromPosition)
        {
            _nextSegment++;
        }

        VerifiedPosition = _fromPosition;
        _buffer = new SegmentBuffer(heap);
    }

    /// <summary>The journal as it was found.</summary>
    public JournalCatalog Catalog { get; }

    /// <summary>Position after the batch verified last. Unit: bytes.</summary>
    public long VerifiedPosition { get; private set; }

    /// <summary>Chain at <see cref="VerifiedPosition"/>, once a frame has been read.</summary>
    public ulong Chain => _walker?.Chain ?? 0;

    /// <summary>Newest mark of the footer verified last.</summary>
    public MarkHash Mark { get; private set; } = MarkHash.None;

    /// <summary>Takes the next frame, of whatever type.</summary>
    /// <param name="frame">Valid until the next call.</param>
    /// <returns><see langword="false"/> at the end of the journal.</returns>
    /// <exception cref="HotPathException">HP2001: unreadable. HP2008: damaged; names file, byte and position.
    /// </exception>
    public bool TryRead(out FrameFlyweight frame)
    {
        while (true)
        {
            while (_next == _batchEnd)
            {
                if (!TryLoadBatch())
                {
                    frame = default;
                    return false;
                }
            }

            frame = new FrameFlyweight(_next);
            _next += frame.AlignedBytes;
            if (!_isAtStart || frame.Position >= _fromPosition)
            {
                CheckStart(frame.Position);
                return true;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _next = _batchEnd = 0;
        _buffer.Dispose();
    }

    private bool TryLoadBatch()
    {
        // Beyond the end found at opening nothing is promised: a writer may be adding to it now.
        while (_walker is null || _walker.Position < Catalog.EndPosition)
        {
            if (_walker is not null && _walker.TryNext())
            {
                _next = _walker.BatchStart;
                _batchEnd = _walker.BatchEnd;
                VerifiedPosition = Math.Max(VerifiedPosition, _walker.Position);
                Mark = _walker.Mark;
                return true;
            }

            if (_nextSegment == Catalog.Segments.Count)
            {
                return _walker is null ? false : throw Damage(_walker);
            }

            OpenSegment();
        }

        return false;
    }

    private void OpenSegment()
    {
        JournalSegment segment = Catalog.Segments[_nextSegment++];
        SegmentWalker? before = _walker;
        if (before is not null && before.Position != segment.FirstPosition)
        {
            throw Damage(before);
        }

        _buffer.Load(_storage, segment.Path);
        if (!SegmentHeader.TryRead(_buffer.Address, out SegmentHeader header) || header.Number != segment.Number)
        {
            throw JournalCatalog.Rot(segment.Path, 0, segment.FirstPosition, "its header is gone");
        }

        if (before is not null && before.Chain != header.Chain)
        {
            throw JournalCatalog.Rot(
                segment.Path, 0, segment.FirstPosition, "its chain does not continue that of the segment before it");
        }

        _walker = new SegmentWalker(_buffer, header);
    }

    private void CheckStart(long position)
    {
        if (_isAtStart && position != _fromPosition)
        {
            throw JournalCatalog.Rot(
                _buffer.Path, 0, _fromPosition, $"no frame starts there, the next one starts at {position}");
        }

        _isAtStart = false;
    }

    private HotPathException Damage(SegmentWalker walker) => JournalCatalog.Rot(
        _buffer.Path,
        walker.FaultOffsetBytes,
        walker.Position + (walker.FaultOffsetBytes - walker.OffsetBytes),
        walker.Fault);
}
