using System;
using HotPath.Foundation.Memory;

namespace HotPath.Journal.Frames;

/// <summary>
/// Reads a frame where it lies; copies nothing, owns nothing. Layout in <see cref="FrameDescriptor"/>.
/// </summary>
/// <remarks>
/// Lifetime: that of the memory behind it: the ring until the consumer moves on, a log reader until its next read.
/// </remarks>
public readonly struct FrameFlyweight
{
    /// <summary>A view of the frame at <paramref name="address"/>.</summary>
    /// <param name="address">Start of a whole frame.</param>
    public FrameFlyweight(nint address) => Address = address;

    /// <summary>Start of the frame.</summary>
    public nint Address { get; }

    /// <summary>Length without padding. Unit: bytes.</summary>
    public int LengthBytes => Raw.Read<int>(Address + FrameDescriptor.LengthOffset);

    /// <summary>Length with padding: the next frame starts there. Unit: bytes.</summary>
    public int AlignedBytes => FrameDescriptor.Aligned(LengthBytes);

    /// <summary>What the frame says.</summary>
    public FrameType Type => (FrameType)Raw.Read<byte>(Address + FrameDescriptor.TypeOffset);

    /// <summary>Flag bits.</summary>
    public byte Flags => Raw.Read<byte>(Address + FrameDescriptor.FlagsOffset);

    /// <summary>Version of the layout.</summary>
    public int Version => Raw.Read<ushort>(Address + FrameDescriptor.VersionOffset);

    /// <summary>Index of the file within the table's input.</summary>
    public int Source => Raw.Read<ushort>(Address + FrameDescriptor.SourceOffset);

    /// <summary>Checksum, 0 until sealed.</summary>
    public uint Checksum => Raw.Read<uint>(Address + FrameDescriptor.ChecksumOffset);

    /// <summary>Epoch of the node that sequenced it.</summary>
    public uint Epoch => Raw.Read<uint>(Address + FrameDescriptor.EpochOffset);

    /// <summary>Tenant id; 0 when unknown or undeclared.</summary>
    public int Tenant => Raw.Read<int>(Address + FrameDescriptor.TenantOffset);

    /// <summary>Table id; 0 for frames of no table.</summary>
    public int Table => Raw.Read<int>(Address + FrameDescriptor.TableOffset);

    /// <summary>Partition of the source: id of the client that sent the record, or 0.</summary>
    public int Partition => Raw.Read<int>(Address + FrameDescriptor.PartitionOffset);

    /// <summary>Record number in the source, or in its partition, from 1.</summary>
    public long SourceOffset => Raw.Read<long>(Address + FrameDescriptor.SourceOffsetOffset);

    /// <summary>Ingest time, monotone along the log. Unit: ms since the Unix epoch.</summary>
    public long IngestTimeMs => Raw.Read<long>(Address + FrameDescriptor.IngestTimeOffset);

    /// <summary>Position of the frame. Unit: bytes.</summary>
    public long Position => Raw.Read<long>(Address + FrameDescriptor.PositionOffset);

    /// <summary>What the type needs besides.</summary>
    public long Detail => Raw.Read<long>(Address + FrameDescriptor.DetailOffset);

    /// <summary>Start of the payload, behind any extensions; a multiple of 8 past the frame's start.</summary>
    public nint Payload => Address + PayloadOffset;

    /// <summary>Length of the payload. Unit: bytes.</summary>
    public int PayloadBytes => LengthBytes - PayloadOffset;

    /// <summary>The payload.</summary>
    public ReadOnlySpan<byte> PayloadSpan => Raw.Span(Payload, PayloadBytes);

    /// <summary>The whole frame with its padding, as it stands in a log.</summary>
    public ReadOnlySpan<byte> Bytes => Raw.Span(Address, AlignedBytes);

    private int PayloadOffset => Raw.Read<ushort>(Address + FrameDescriptor.PayloadOffsetOffset);

    /// <summary>Whether the lengths of the frame fit each other; checked once where frames enter the process.</summary>
    /// <returns><see langword="false"/> for a frame that must not be read.</returns>
    public bool IsWellFormed()
    {
        int offset = PayloadOffset;
        return LengthBytes >= FrameDescriptor.HeaderBytes
            && LengthBytes <= FrameDescriptor.LengthMaxBytes
            && offset >= FrameDescriptor.HeaderBytes
            && offset <= LengthBytes
            && offset % FrameDescriptor.AlignmentBytes == 0
            && Type is > FrameType.None and <= FrameType.DefineClient
            && Version == FrameDescriptor.LayoutVersion;
    }

    /// <summary>Finds an extension, passing over those of other types.</summary>
    /// <param name="type">Type to find.</param>
    /// <param name="value">Its value, where it lies.</param>
    /// <returns><see langword="false"/> when the frame has none of that type.</returns>
    public bool TryFindExtension(int type, out ReadOnlySpan<byte> value)
    {
        int end = PayloadOffset;
        int offset = FrameDescriptor.HeaderBytes;
        while (offset + FrameDescriptor.ExtensionHeaderBytes <= end)
        {
            int length = Raw.Read<ushort>(Address + offset + sizeof(ushort));
            int next = offset + FrameDescriptor.Aligned(FrameDescriptor.ExtensionHeaderBytes + length);
            if (next > end)
            {
                break;
            }

            if (Raw.Read<ushort>(Address + offset) == type)
            {
                value = Raw.Span(Address + offset + FrameDescriptor.ExtensionHeaderBytes, length);
                return true;
            }

            offset = next;
        }

        value = default;
        return false;
    }
}
