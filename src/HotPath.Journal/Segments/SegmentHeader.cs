using System;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;

namespace HotPath.Journal.Segments;

/// <summary>The header of a segment; layout in <see cref="SegmentDescriptor"/>.</summary>
/// <param name="NodeId">Node whose journal it is.</param>
/// <param name="Number">Number of the segment, from 1.</param>
/// <param name="FirstPosition">Position of its first frame. Unit: bytes.</param>
/// <param name="Chain">Chain before its first frame.</param>
internal readonly record struct SegmentHeader(Guid NodeId, long Number, long FirstPosition, ulong Chain)
{
    /// <summary>Version of the container it was written as.</summary>
    public int Version { get; private init; } = SegmentDescriptor.ContainerVersion;

    public static bool TryRead(nint address, out SegmentHeader header)
    {
        header = default;
        if (Raw.Read<ulong>(address) != SegmentDescriptor.Magic
            || Raw.Read<uint>(address + SegmentDescriptor.HeaderChecksumOffset) != Checksum(address))
        {
            return false;
        }

        header = new SegmentHeader(
            new Guid(Raw.Span(address + SegmentDescriptor.HeaderNodeOffset, 16)),
            Raw.Read<long>(address + SegmentDescriptor.HeaderNumberOffset),
            Raw.Read<long>(address + SegmentDescriptor.HeaderPositionOffset),
            Raw.Read<ulong>(address + SegmentDescriptor.HeaderChainOffset))
        {
            Version = Raw.Read<int>(address + SegmentDescriptor.HeaderVersionOffset),
        };
        return true;
    }

    public void WriteTo(nint address)
    {
        Raw.Clear(address, SegmentDescriptor.HeaderBytes);
        Raw.Write(address, SegmentDescriptor.Magic);
        Raw.Write(address + SegmentDescriptor.HeaderVersionOffset, Version);
        Raw.Write(address + SegmentDescriptor.HeaderLengthOffset, SegmentDescriptor.HeaderBytes);
        NodeId.TryWriteBytes(Raw.WritableSpan(address + SegmentDescriptor.HeaderNodeOffset, 16));
        Raw.Write(address + SegmentDescriptor.HeaderNumberOffset, Number);
        Raw.Write(address + SegmentDescriptor.HeaderPositionOffset, FirstPosition);
        Raw.Write(address + SegmentDescriptor.HeaderChainOffset, Chain);
        Raw.Write(address + SegmentDescriptor.HeaderChecksumOffset, Checksum(address));
    }

    private static uint Checksum(nint address) =>
        Crc32C.Of(Raw.Span(address, SegmentDescriptor.HeaderChecksumOffset));
}
