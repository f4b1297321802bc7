using System;
using System.Collections.Generic;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Storage;

namespace HotPath.Journal.Log;

/// <summary>Writes a recorded log: seals frames, gathers them into batches, closes each with a footer.</summary>
/// <remarks>
/// Threading: single-threaded. Allocates only while its buffer grows. Layout in <see cref="LogDescriptor"/>.
/// </remarks>
public sealed class LogWriter : IDisposable
{
    /// <summary>Bytes of frames after which a batch is closed. Unit: bytes.</summary>
    public const int DefaultBatchBytes = 256 * 1024;

    private readonly IAppendFile _file;
    private readonly NativeHeap _heap;
    private readonly int _batchBytes;
    private nint _buffer;
    private int _capacityBytes;
    private int _usedBytes;
    private int _batchFrames;
    private MarkHash _mark = MarkHash.None;
    private bool _isComplete;

    /// <summary>Starts a log.</summary>
    /// <param name="file">Where it goes; disposed with the writer.</param>
    /// <param name="heap">Where the buffer comes from.</param>
    /// <param name="batchBytes">Bytes of frames after which a batch is closed. Unit: bytes.</param>
    /// <exception cref="HotPathException">HP2002: the file cannot be written.</exception>
    public LogWriter(IAppendFile file, NativeHeap heap, int batchBytes = DefaultBatchBytes)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(heap);
        _file = file;
        _heap = heap;
        _batchBytes = batchBytes;
        _capacityBytes = batchBytes + LogDescriptor.FooterBytes;
        _buffer = heap.Allocate(_capacityBytes);
        WriteFileHeader();
    }

    /// <summary>Position after the last frame. Unit: bytes.</summary>
    public long Position { get; private set; }

    /// <summary>Hash chain over the frames so far.</summary>
    public ulong Chain { get; private set; }

    /// <summary>Frames so far. Unit: frames.</summary>
    public long Frames { get; private set; }

    /// <summary>Appends a frame: copies, seals and chains it.</summary>
    /// <param name="frame">The frame; its position is <see cref="Position"/>.</param>
    /// <exception cref="HotPathException">HP2002: the file cannot be written. HP3001: the frame does not follow its
    /// predecessor.</exception>
    public void Append(FrameFlyweight frame)
    {
        if (frame.Position != Position)
        {
            ThrowHelper.InvariantBroken(
                $"frame at position {frame.Position} appended to a log that ends at {Position}");
        }

        int aligned = frame.AlignedBytes;
        EnsureRoom(aligned + LogDescriptor.FooterBytes);
        ulong hash = FrameDescriptor.CopySealed(frame.Address, _buffer + _usedBytes, aligned);
        Chain = LogDescriptor.Link(Chain, hash);
        _usedBytes += aligned;
        _batchFrames++;
        Frames++;
        Position += aligned;
        if (_usedBytes >= _batchBytes)
        {
            Flush();
        }
    }

    /// <summary>Tells the newest mark hash known; the next footer carries it.</summary>
    /// <param name="mark">The mark.</param>
    public void NoteMark(MarkHash mark) => _mark = mark;

    /// <summary>Closes the open batch and hands it to the operating system.</summary>
    /// <exception cref="HotPathException">HP2002: the file cannot be written.</exception>
    public void Flush()
    {
        if (_batchFrames == 0)
        {
            return;
        }

        nint footer = _buffer + _usedBytes;
        Raw.Clear(footer, LogDescriptor.FooterBytes);
        WriteRecordHeader(footer, LogDescriptor.FooterBytes, LogDescriptor.FooterType, flags: 0, _batchFrames);
        Raw.Write(footer + LogDescriptor.FooterPositionOffset, Position - _usedBytes);
        Raw.Write(footer + LogDescriptor.FooterLengthOffset, (long)_usedBytes);
        Raw.Write(footer + LogDescriptor.FooterChainOffset, Chain);
        Raw.Write(footer + LogDescriptor.FooterMarkPositionOffset, _mark.Position);
        Raw.Write(footer + LogDescriptor.FooterMarkHashOffset, _mark.Hash);
        Raw.Write(footer + LogDescriptor.FooterFramesOffset, Frames);
        FrameDescriptor.Seal(footer, LogDescriptor.FooterBytes);
        _file.Append(Raw.Span(_buffer, _usedBytes + LogDescriptor.FooterBytes));
        _usedBytes = 0;
        _batchFrames = 0;
    }

    /// <summary>Ends the log with its trailer. Dispose without it leaves a log that readers call cut short.</summary>
    /// <param name="isStopped">Whether the run was stopped before its input ended.</param>
    /// <param name="sinks">What each sink got.</param>
    /// <param name="marks">Every mark's hash, in order.</param>
    /// <returns>The trailer as written.</returns>
    /// <exception cref="HotPathException">HP2002: the file cannot be written.</exception>
    public LogTrailer Complete(
        bool isStopped,
        IReadOnlyList<SinkDigest> sinks,
        IReadOnlyList<MarkHash> marks)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        ArgumentNullException.ThrowIfNull(marks);
        Flush();
        var trailer = new LogTrailer
        {
            EndPosition = Position,
            Chain = Chain,
            Frames = Frames,
            IsStopped = isStopped,
            Sinks = sinks,
            Marks = marks,
        };
        int length = TrailerCodec.LengthBytes(trailer);
        EnsureRoom(length);
        Raw.Clear(_buffer, length);
        byte flags = isStopped ? LogDescriptor.StoppedFlag : (byte)0;
        WriteRecordHeader(_buffer, length, LogDescriptor.TrailerType, flags, sinks.Count);
        TrailerCodec.Write(_buffer, trailer);
        FrameDescriptor.Seal(_buffer, length);
        _file.Append(Raw.Span(_buffer, length));
        _isComplete = true;
        return trailer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _heap.Free(_buffer, _capacityBytes);
        _buffer = 0;
        _file.Dispose();
    }

    private static void WriteRecordHeader(nint record, int lengthBytes, byte type, byte flags, int count)
    {
        Raw.Write(record, lengthBytes);
        Raw.Write(record + FrameDescriptor.TypeOffset, type);
        Raw.Write(record + FrameDescriptor.FlagsOffset, flags);
        Raw.Write(record + FrameDescriptor.VersionOffset, (ushort)LogDescriptor.ContainerVersion);
        Raw.Write(record + LogDescriptor.CountOffset, count);
    }

    private void WriteFileHeader()
    {
        Raw.Clear(_buffer, LogDescriptor.HeaderBytes);
        Raw.Write(_buffer, LogDescriptor.Magic);
        Raw.Write(_buffer + LogDescriptor.HeaderVersionOffset, LogDescriptor.ContainerVersion);
        Raw.Write(_buffer + LogDescriptor.HeaderLengthOffset, LogDescriptor.HeaderBytes);
        Raw.Write(_buffer + LogDescriptor.HeaderPositionOffset, Position);
        Raw.Write(_buffer + LogDescriptor.HeaderChainOffset, Chain);
        Raw.Write(
            _buffer + LogDescriptor.HeaderChecksumOffset,
            Foundation.Hashing.Crc32C.Of(Raw.Span(_buffer, LogDescriptor.HeaderChecksumOffset)));
        _file.Append(Raw.Span(_buffer, LogDescriptor.HeaderBytes));
    }

    private void EnsureRoom(int moreBytes)
    {
        if (_isComplete)
        {
            ThrowHelper.InvariantBroken("a log was written to after its trailer");
        }

        int needed = checked(_usedBytes + moreBytes);
        if (needed <= _capacityBytes)
        {
            return;
        }

        if (_usedBytes > 0 && _batchFrames > 0)
        {
            Flush();
            needed = moreBytes;
        }

        if (needed > _capacityBytes)
        {
            _heap.Free(_buffer, _capacityBytes);
            _capacityBytes = needed;
            _buffer = _heap.Allocate(needed);
        }
    }
}
