using System;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Storage;

namespace HotPath.Journal.Log;

/// <summary>
/// Reads a recorded log from start to end. A batch is verified as a whole (checksums, positions, chain, footer) before
/// its first frame is handed out, so a caller never sees a frame of a damaged batch.
/// </summary>
/// <remarks>
/// Threading: single-threaded. Allocates only while its buffer grows. Layout in <see cref="LogDescriptor"/>.
/// </remarks>
public sealed class LogReader : IDisposable
{
    /// <summary>Bytes read at a time unless told otherwise. Unit: bytes.</summary>
    public const int DefaultChunkBytes = 1024 * 1024;

    private readonly ISequentialFile _file;
    private readonly NativeHeap _heap;
    private readonly int _chunkBytes;
    private readonly bool _followsChain;
    private nint _next;
    private nint _batchEnd;
    private nint _buffer;
    private int _capacityBytes;
    private int _startBytes;
    private int _filledBytes;
    private long _bufferOffsetBytes;
    private long _frames;

    /// <summary>Starts to read a log: checks its header.</summary>
    /// <param name="file">The log; disposed with the reader.</param>
    /// <param name="heap">Where the buffer comes from.</param>
    /// <param name="chunkBytes">Bytes read at a time, at least 64. Unit: bytes.</param>
    /// <param name="followsChain">
    /// Whether the hash chain is computed and compared too, as a proof of equality needs. Without it damage is still
    /// found: each frame has its checksum and position, each batch its count. Enough for a log read as a table.
    /// </param>
    /// <exception cref="HotPathException">HP2001: unreadable. HP2003: not a log, of a newer version, or
    /// damaged.</exception>
    public LogReader(
        ISequentialFile file,
        NativeHeap heap,
        int chunkBytes = DefaultChunkBytes,
        bool followsChain = true)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(heap);
        _file = file;
        _heap = heap;
        _chunkBytes = chunkBytes;
        _followsChain = followsChain;
        _capacityBytes = chunkBytes;
        _buffer = heap.Allocate(_capacityBytes);
        try
        {
            ReadFileHeader();
        }
        catch (HotPathException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Name of the log for messages.</summary>
    public string Name => _file.Name;

    /// <summary>Position after the batch read last. Unit: bytes.</summary>
    public long VerifiedPosition { get; private set; }

    /// <summary>Hash chain up to <see cref="VerifiedPosition"/>; stands still when it is not followed.</summary>
    public ulong Chain { get; private set; }

    /// <summary>The newest mark of the footer read last; <see cref="MarkHash.None"/> before the first.</summary>
    public MarkHash Mark { get; private set; } = MarkHash.None;

    /// <summary>The end of the log, once <see cref="TryRead"/> has returned <see langword="false"/>.</summary>
    public LogTrailer? Trailer { get; private set; }

    /// <summary>Opens a log on disk.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="heap">Where the buffer comes from.</param>
    /// <param name="followsChain">Whether the hash chain is computed and compared too.</param>
    /// <returns>The reader; the caller disposes it.</returns>
    /// <exception cref="HotPathException">HP2001: missing or unreadable. HP2003: not a log, of a newer version, or
    /// damaged.</exception>
    public static LogReader Open(string path, NativeHeap heap, bool followsChain = true) =>
        new(new DiskSequentialFile(path), heap, followsChain: followsChain);

    /// <summary>Takes the next frame, of whatever type.</summary>
    /// <param name="frame">Valid until the next call.</param>
    /// <returns><see langword="false"/> at the end of the log, after its trailer is verified.</returns>
    /// <exception cref="HotPathException">HP2001: unreadable. HP2003: cut short or damaged, with the place.</exception>
    public bool TryRead(out FrameFlyweight frame)
    {
        if (!TryPeek(out frame))
        {
            return false;
        }

        Skip(frame);
        return true;
    }

    /// <summary>Shows the next frame, of whatever type, without taking it.</summary>
    /// <param name="frame">Valid until a frame of a later batch is asked for.</param>
    /// <returns><see langword="false"/> at the end of the log, after its trailer is verified.</returns>
    /// <exception cref="HotPathException">HP2001: unreadable. HP2003: cut short or damaged, with the place.</exception>
    public bool TryPeek(out FrameFlyweight frame)
    {
        if (_next == _batchEnd && !TryLoadBatch())
        {
            frame = default;
            return false;
        }

        frame = new FrameFlyweight(_next);
        return true;
    }

    /// <summary>Shows the next frame if it is of the batch at hand, whose frames all stay where they are.</summary>
    /// <param name="frame">As of <see cref="TryPeek"/>.</param>
    /// <returns><see langword="false"/> at the end of the batch.</returns>
    public bool TryPeekInBatch(out FrameFlyweight frame)
    {
        frame = new FrameFlyweight(_next);
        return _next != _batchEnd;
    }

    /// <summary>Takes a frame.</summary>
    /// <param name="frame">The one shown last.</param>
    public void Skip(FrameFlyweight frame) => _next += frame.AlignedBytes;

    /// <summary>Reads the plan frame: the first frame of every log.</summary>
    /// <returns>The plan's text; the reader stands behind it.</returns>
    /// <exception cref="HotPathException">HP2003: the log does not start with a plan frame, or is damaged.</exception>
    public string ReadPlanText()
    {
        if (!TryRead(out FrameFlyweight frame) || frame.Type != FrameType.Plan)
        {
            throw Corrupt(LogDescriptor.HeaderBytes, "it does not start with a plan frame");
        }

        return Encoding.UTF8.GetString(frame.PayloadSpan);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _heap.Free(_buffer, _capacityBytes);
        _buffer = 0;
        _next = _batchEnd = 0;
        _file.Dispose();
    }

    private bool TryLoadBatch()
    {
        if (Trailer is not null)
        {
            return false;
        }

        int start = _startBytes;
        int offset = start;
        int batchFrames = 0;
        ulong chain = Chain;
        long position = VerifiedPosition;
        while (true)
        {
            int length = EnsureRecord(ref start, ref offset);
            nint record = _buffer + offset;
            byte type = Raw.Read<byte>(record + FrameDescriptor.TypeOffset);
            int aligned = FrameDescriptor.Aligned(length);
            if (!FrameDescriptor.IsSealed(record, aligned))
            {
                ThrowCorrupt(_bufferOffsetBytes + offset, "a checksum does not match");
            }

            if (type == LogDescriptor.FooterType)
            {
                CheckFooter(offset, batchFrames, position, chain, offset - start);
                _next = _buffer + start;
                _batchEnd = record;
                _startBytes = offset + aligned;
                return true;
            }

            if (type == LogDescriptor.TrailerType)
            {
                ReadTrailer(offset, length, batchFrames);
                return false;
            }

            var frame = new FrameFlyweight(record);
            if (!frame.IsWellFormed() || frame.Position != position)
            {
                ThrowCorrupt(_bufferOffsetBytes + offset, $"no frame of position {position} where one should be");
            }

            if (_followsChain)
            {
                chain = LogDescriptor.Link(chain, Raw.Span(record, aligned));
            }

            position += aligned;
            offset += aligned;
            batchFrames++;
        }
    }

    /// <summary>
    /// Makes sure that a whole record lies at an offset; the batch moves to the front of the buffer when more must be
    /// read.
    /// </summary>
    private int EnsureRecord(ref int start, ref int offset)
    {
        EnsureBytes(ref start, ref offset, LogDescriptor.TrailerListOffset);
        int length = Raw.Read<int>(_buffer + offset);
        if (length < LogDescriptor.TrailerListOffset || length > FrameDescriptor.LengthMaxBytes)
        {
            ThrowCorrupt(_bufferOffsetBytes + offset, $"a record of {length} bytes is impossible");
        }

        EnsureBytes(ref start, ref offset, FrameDescriptor.Aligned(length));
        return length;
    }

    private void EnsureBytes(ref int start, ref int offset, int neededBytes)
    {
        if (_filledBytes - offset >= neededBytes)
        {
            return;
        }

        MakeRoom(start, checked(offset - start + neededBytes));
        offset -= start;
        start = 0;
        _startBytes = 0;
        while (_filledBytes - offset < neededBytes)
        {
            int read = _file.Read(Raw.WritableSpan(_buffer + _filledBytes, _capacityBytes - _filledBytes));
            if (read == 0)
            {
                ThrowCorrupt(
                    _bufferOffsetBytes + _filledBytes, "the file ends here without its trailer: it is cut short");
            }

            _filledBytes += read;
        }
    }

    /// <summary>Moves what is kept to the front of the buffer, growing it when a batch is larger.</summary>
    private void MakeRoom(int start, int neededBytes)
    {
        int kept = _filledBytes - start;
        nint source = _buffer + start;
        if (neededBytes <= _capacityBytes)
        {
            Raw.Span(source, kept).CopyTo(Raw.WritableSpan(_buffer, kept));
        }
        else
        {
            int larger = checked(neededBytes + _chunkBytes);
            nint buffer = _heap.Allocate(larger);
            Raw.Copy(source, buffer, kept);
            _heap.Free(_buffer, _capacityBytes);
            _buffer = buffer;
            _capacityBytes = larger;
        }

        _bufferOffsetBytes += start;
        _filledBytes = kept;
    }

    private void CheckFooter(int offset, int batchFrames, long position, ulong chain, int batchBytes)
    {
        nint footer = _buffer + offset;
        _frames += batchFrames;
        if (Raw.Read<int>(footer) != LogDescriptor.FooterBytes
            || Raw.Read<ushort>(footer + FrameDescriptor.VersionOffset) != LogDescriptor.ContainerVersion
            || Raw.Read<int>(footer + LogDescriptor.CountOffset) != batchFrames
            || Raw.Read<long>(footer + LogDescriptor.FooterPositionOffset) != VerifiedPosition
            || Raw.Read<long>(footer + LogDescriptor.FooterLengthOffset) != batchBytes
            || (_followsChain && Raw.Read<ulong>(footer + LogDescriptor.FooterChainOffset) != chain)
            || Raw.Read<long>(footer + LogDescriptor.FooterFramesOffset) != _frames
            || batchFrames == 0)
        {
            ThrowCorrupt(_bufferOffsetBytes + offset, "a footer does not match the frames before it");
        }

        VerifiedPosition = position;
        Chain = chain;
        Mark = new MarkHash(
            Raw.Read<long>(footer + LogDescriptor.FooterMarkPositionOffset),
            Raw.Read<ulong>(footer + LogDescriptor.FooterMarkHashOffset));
    }

    private void ReadTrailer(int offset, int lengthBytes, int batchFrames)
    {
        LogTrailer? trailer = TrailerCodec.Read(_buffer + offset, lengthBytes);
        if (trailer is null
            || batchFrames != 0
            || lengthBytes % FrameDescriptor.AlignmentBytes != 0
            || trailer.EndPosition != VerifiedPosition
            || (_followsChain && trailer.Chain != Chain)
            || trailer.Frames != _frames)
        {
            throw Corrupt(_bufferOffsetBytes + offset, "the trailer does not match the frames before it");
        }

        Span<byte> one = stackalloc byte[1];
        if (_filledBytes != offset + lengthBytes || _file.Read(one) != 0)
        {
            throw Corrupt(_bufferOffsetBytes + offset + lengthBytes, "there are bytes after the trailer");
        }

        Trailer = trailer;
        _next = _batchEnd = 0;
    }

    private void ReadFileHeader()
    {
        int start = 0;
        int offset = 0;
        EnsureBytes(ref start, ref offset, LogDescriptor.HeaderBytes);
        if (Raw.Read<ulong>(_buffer) != LogDescriptor.Magic)
        {
            throw Corrupt(
                0, "it does not start as a recorded log does; was it made by 'hotpath import' or '--record'?");
        }

        int version = Raw.Read<int>(_buffer + LogDescriptor.HeaderVersionOffset);
        uint checksum = Crc32C.Of(Raw.Span(_buffer, LogDescriptor.HeaderChecksumOffset));
        if (Raw.Read<uint>(_buffer + LogDescriptor.HeaderChecksumOffset) != checksum)
        {
            throw Corrupt(0, "the header's checksum does not match");
        }

        if (version != LogDescriptor.ContainerVersion)
        {
            throw Corrupt(
                0, $"it has container version {version}; this program reads {LogDescriptor.ContainerVersion}");
        }

        VerifiedPosition = Raw.Read<long>(_buffer + LogDescriptor.HeaderPositionOffset);
        Chain = Raw.Read<ulong>(_buffer + LogDescriptor.HeaderChainOffset);
        _startBytes = LogDescriptor.HeaderBytes;
    }

    [DoesNotReturn]
    private void ThrowCorrupt(long fileOffsetBytes, string what) => throw Corrupt(fileOffsetBytes, what);

    private HotPathException Corrupt(long fileOffsetBytes, string what) => new(
        ErrorCode.LogCorrupt,
        $"{Name}: damaged at byte {fileOffsetBytes}: {what}; the log is whole up to position {VerifiedPosition}; use "
        + "another copy");
}
