using System;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;

namespace HotPath.Journal.Segments;

/// <summary>
/// Goes through a loaded segment batch by batch and verifies each as a whole: checksums, positions, chain, footer. It
/// stops at the first place where no whole batch follows; what that means is for its callers to say.
/// </summary>
internal sealed class SegmentWalker
{
    private readonly SegmentBuffer _buffer;
    private readonly long _number;
    private readonly ulong _tag;

    public SegmentWalker(SegmentBuffer buffer, SegmentHeader header)
    {
        _buffer = buffer;
        _number = header.Number;
        _tag = SegmentDescriptor.TagOf(header.NodeId);
        Position = DurablePosition = header.FirstPosition;
        Chain = header.Chain;
    }

    /// <summary>Position after the last whole batch. Unit: bytes.</summary>
    public long Position { get; private set; }

    /// <summary>Chain at <see cref="Position"/>.</summary>
    public ulong Chain { get; private set; }

    /// <summary>Newest mark of the footers passed.</summary>
    public MarkHash Mark { get; private set; } = MarkHash.None;

    /// <summary>What the header and the footers passed prove to have been durable. Unit: bytes.</summary>
    public long DurablePosition { get; private set; }

    /// <summary>Where the last whole batch ends in the file. Unit: bytes.</summary>
    public int OffsetBytes { get; private set; } = SegmentDescriptor.HeaderBytes;

    /// <summary>Frames of the batch just verified.</summary>
    public nint BatchStart { get; private set; }

    /// <summary>End of the frames of the batch just verified.</summary>
    public nint BatchEnd { get; private set; }

    /// <summary>Where the walk stopped. Unit: bytes.</summary>
    public int FaultOffsetBytes { get; private set; }

    /// <summary>Why the walk stopped.</summary>
    public string Fault { get; private set; } = string.Empty;

    public bool TryNext()
    {
        int offset = OffsetBytes;
        long position = Position;
        ulong chain = Chain;
        int frames = 0;
        while (true)
        {
            int available = _buffer.LengthBytes - offset;
            nint record = _buffer.Address + offset;
            if (BatchFooter.TryRead(record, available, _number, out BatchFooter footer) && footer.NodeTag == _tag)
            {
                return Close(footer, offset, frames, position, chain);
            }

            if (!IsFrame(record, available, position, out int alignedBytes))
            {
                return Stop(offset, $"no whole frame of position {position} and no footer");
            }

            chain = LogDescriptor.Link(chain, Raw.Span(record, alignedBytes));
            position += alignedBytes;
            offset += alignedBytes;
            frames++;
        }
    }

    /// <summary>Searches behind the place where the walk stopped for anything else of this segment's life.</summary>
    /// <returns>
    /// What later footers prove to have been durable, and where the last trace of the segment's life ends.
    /// </returns>
    public (long DurablePosition, int EndOffsetBytes) Search()
    {
        long durable = DurablePosition;
        int end = FaultOffsetBytes + TornFrameBytes();
        for (int offset = FaultOffsetBytes; offset < _buffer.LengthBytes; offset += FrameDescriptor.AlignmentBytes)
        {
            int available = _buffer.LengthBytes - offset;
            if (BatchFooter.TryRead(_buffer.Address + offset, available, _number, out BatchFooter footer)
                && footer.NodeTag == _tag)
            {
                durable = Math.Max(durable, footer.DurablePosition);
                end = Math.Max(end, offset + SegmentDescriptor.FooterBytes);
            }
        }

        return (durable, end);
    }

    private static bool IsFrame(nint record, int availableBytes, long position, out int alignedBytes)
    {
        alignedBytes = 0;
        if (availableBytes < FrameDescriptor.HeaderBytes)
        {
            return false;
        }

        var frame = new FrameFlyweight(record);
        if (!frame.IsWellFormed() || frame.Position != position || frame.AlignedBytes > availableBytes)
        {
            return false;
        }

        alignedBytes = frame.AlignedBytes;
        return FrameDescriptor.IsSealed(record, alignedBytes);
    }

    private bool Close(in BatchFooter footer, int offset, int frames, long position, ulong chain)
    {
        if (footer.Frames != frames
            || footer.FirstPosition != Position
            || footer.EndPosition != position
            || footer.Chain != chain
            || footer.DurablePosition > position)
        {
            return Stop(offset, "a footer does not match the frames before it");
        }

        BatchStart = _buffer.Address + OffsetBytes;
        BatchEnd = _buffer.Address + offset;
        OffsetBytes = offset + SegmentDescriptor.FooterBytes;
        Position = position;
        Chain = chain;
        Mark = footer.Mark;
        DurablePosition = Math.Max(DurablePosition, footer.DurablePosition);
        return true;
    }

    private bool Stop(int offset, string fault)
    {
        FaultOffsetBytes = offset;
        Fault = fault;
        return false;
    }

    // Only for the report: a frame whose header arrived belongs to the torn tail with all its length.
    private int TornFrameBytes()
    {
        int available = _buffer.LengthBytes - FaultOffsetBytes;
        if (available < FrameDescriptor.HeaderBytes)
        {
            return 0;
        }

        var frame = new FrameFlyweight(_buffer.Address + FaultOffsetBytes);
        long expected = Position + (FaultOffsetBytes - OffsetBytes);
        return frame.IsWellFormed() && frame.Position == expected ? Math.Min(available, frame.AlignedBytes) : 0;
    }
}
