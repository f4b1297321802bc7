using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;

namespace HotPath.Journal.Segments;

/// <summary>The footer of a batch; layout in <see cref="SegmentDescriptor"/>.</summary>
internal readonly struct BatchFooter
{
    public required int Frames { get; init; }

    public required long FirstPosition { get; init; }

    public required long EndPosition { get; init; }

    public required ulong Chain { get; init; }

    public required MarkHash Mark { get; init; }

    public required long DurablePosition { get; init; }

    public required long SegmentNumber { get; init; }

    public required ulong NodeTag { get; init; }

    /// <summary>Reads a footer of one segment's life; anything else at the place is no footer.</summary>
    public static bool TryRead(nint address, int availableBytes, long segmentNumber, out BatchFooter footer)
    {
        footer = default;
        if (availableBytes < SegmentDescriptor.FooterBytes
            || Raw.Read<int>(address) != SegmentDescriptor.FooterBytes
            || Raw.Read<byte>(address + FrameDescriptor.TypeOffset) != SegmentDescriptor.FooterType
            || Raw.Read<long>(address + SegmentDescriptor.FooterNumberOffset) != segmentNumber
            || Raw.Read<ushort>(address + FrameDescriptor.VersionOffset) != SegmentDescriptor.ContainerVersion
            || !FrameDescriptor.IsSealed(address, SegmentDescriptor.FooterBytes))
        {
            return false;
        }

        footer = new BatchFooter
        {
            Frames = Raw.Read<int>(address + SegmentDescriptor.FooterFramesOffset),
            FirstPosition = Raw.Read<long>(address + SegmentDescriptor.FooterFirstOffset),
            EndPosition = Raw.Read<long>(address + SegmentDescriptor.FooterEndOffset),
            Chain = Raw.Read<ulong>(address + SegmentDescriptor.FooterChainOffset),
            Mark = new MarkHash(
                Raw.Read<long>(address + SegmentDescriptor.FooterMarkPositionOffset),
                Raw.Read<ulong>(address + SegmentDescriptor.FooterMarkHashOffset)),
            DurablePosition = Raw.Read<long>(address + SegmentDescriptor.FooterDurableOffset),
            SegmentNumber = segmentNumber,
            NodeTag = Raw.Read<ulong>(address + SegmentDescriptor.FooterTagOffset),
        };
        return true;
    }

    public void WriteTo(nint address)
    {
        Raw.Clear(address, SegmentDescriptor.FooterBytes);
        Raw.Write(address, SegmentDescriptor.FooterBytes);
        Raw.Write(address + FrameDescriptor.TypeOffset, SegmentDescriptor.FooterType);
        Raw.Write(address + FrameDescriptor.VersionOffset, (ushort)SegmentDescriptor.ContainerVersion);
        Raw.Write(address + SegmentDescriptor.FooterFramesOffset, Frames);
        Raw.Write(address + SegmentDescriptor.FooterFirstOffset, FirstPosition);
        Raw.Write(address + SegmentDescriptor.FooterEndOffset, EndPosition);
        Raw.Write(address + SegmentDescriptor.FooterChainOffset, Chain);
        Raw.Write(address + SegmentDescriptor.FooterMarkPositionOffset, Mark.Position);
        Raw.Write(address + SegmentDescriptor.FooterMarkHashOffset, Mark.Hash);
        Raw.Write(address + SegmentDescriptor.FooterDurableOffset, DurablePosition);
        Raw.Write(address + SegmentDescriptor.FooterNumberOffset, SegmentNumber);
        Raw.Write(address + SegmentDescriptor.FooterTagOffset, NodeTag);
        FrameDescriptor.Seal(address, SegmentDescriptor.FooterBytes);
    }
}
