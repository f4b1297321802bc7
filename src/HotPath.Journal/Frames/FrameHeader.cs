using HotPath.Foundation.Memory;

namespace HotPath.Journal.Frames;

/// <summary>The header fields of a frame about to be written; layout in <see cref="FrameDescriptor"/>.</summary>
public readonly struct FrameHeader
{
    /// <summary>What the frame says.</summary>
    public required FrameType Type { get; init; }

    /// <summary>Position of the frame. Unit: bytes.</summary>
    public required long Position { get; init; }

    /// <summary>Length of the payload. Unit: bytes.</summary>
    public required int PayloadBytes { get; init; }

    /// <summary>Length of the extensions with padding, a multiple of 8. Unit: bytes.</summary>
    public int ExtensionBytes { get; init; }

    /// <summary>Flag bits; none are defined yet.</summary>
    public byte Flags { get; init; }

    /// <summary>Index of the file within the table's input.</summary>
    public ushort Source { get; init; }

    /// <summary>Epoch of the node that sequenced the frame.</summary>
    public uint Epoch { get; init; }

    /// <summary>Tenant id; 0 when unknown or undeclared.</summary>
    public int Tenant { get; init; }

    /// <summary>Table id; 0 for frames of no table.</summary>
    public int Table { get; init; }

    /// <summary>Partition of the source.</summary>
    public int Partition { get; init; }

    /// <summary>Record number in the source, from 1.</summary>
    public long SourceOffset { get; init; }

    /// <summary>Ingest time, monotone along the log. Unit: ms since the Unix epoch.</summary>
    public long IngestTimeMs { get; init; }

    /// <summary>What the type needs besides: for a reject, see <see cref="RejectDetail"/>.</summary>
    public long Detail { get; init; }

    /// <summary>Length without padding. Unit: bytes.</summary>
    public int LengthBytes => FrameDescriptor.HeaderBytes + ExtensionBytes + PayloadBytes;

    /// <summary>Writes header and zero padding; extensions and payload are the caller's.</summary>
    /// <remarks>Whole words of little-endian fields: as a store a field they fill the core's store buffer.</remarks>
    /// <param name="address">Start of the frame; <see cref="FrameDescriptor.Aligned"/> of <see cref="LengthBytes"/>
    /// bytes are there.</param>
    /// <returns>Where the payload goes.</returns>
    public nint WriteTo(nint address)
    {
        int length = LengthBytes;
        uint payloadOffset = (uint)(FrameDescriptor.HeaderBytes + ExtensionBytes);
        const ulong version = (ulong)FrameDescriptor.LayoutVersion << 48;
        Raw.Write(address + FrameDescriptor.Aligned(length) - FrameDescriptor.AlignmentBytes, 0L);
        Raw.Write(
            address + FrameDescriptor.LengthOffset,
            (uint)length | ((ulong)(byte)Type << 32) | ((ulong)Flags << 40) | version);
        Raw.Write(address + FrameDescriptor.PayloadOffsetOffset, (ulong)(payloadOffset | ((uint)Source << 16)));
        Raw.Write(address + FrameDescriptor.EpochOffset, Epoch | ((ulong)(uint)Tenant << 32));
        Raw.Write(address + FrameDescriptor.TableOffset, (uint)Table | ((ulong)(uint)Partition << 32));
        Raw.Write(address + FrameDescriptor.SourceOffsetOffset, SourceOffset);
        Raw.Write(address + FrameDescriptor.IngestTimeOffset, IngestTimeMs);
        Raw.Write(address + FrameDescriptor.PositionOffset, Position);
        Raw.Write(address + FrameDescriptor.DetailOffset, Detail);
        return address + (int)payloadOffset;
    }
}
