using System;
using System.Runtime.CompilerServices;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;

namespace HotPath.Journal.Frames;

/// <summary>
/// Layout of a frame, the unit of the log. Everything that enters a node is one; its position is its byte offset over
/// frames alone, so that the ring, a recorded log, a journal and a replication stream number it alike.
/// </summary>
/// <remarks>
/// <code>
/// byte  0          4      5       6         8               10       12         16
///       +----------+------+-------+---------+---------------+--------+----------+
///       | length   | type | flags | version | payload offset| source | checksum |
///       +----------+------+-------+---------+---------------+--------+----------+
///       16      20       24      28          32              40              48
///       +-------+--------+-------+-----------+---------------+---------------+
///       | epoch | tenant | table | partition | source offset | ingest time   |
///       +-------+--------+-------+-----------+---------------+---------------+
///       48              56              64                payload offset     length       multiple of 8
///       +---------------+---------------+-----------------+------------------+------------+
///       | position      | detail        | extensions      | payload          | zero bytes |
///       +---------------+---------------+-----------------+------------------+------------+
/// extension 0      2        4          4 + length, then zero bytes to a multiple of 8
///       +------+--------+----------+
///       | type | length | value    |
///       +------+--------+----------+
/// </code>
/// All little-endian. A reader finds the payload by its offset, so extensions it does not know (trace context, key id,
/// client sequence) cost it nothing. The checksum is CRC-32C over the whole frame with its padding, the checksum's own
/// four bytes left out; inside a process, where memory is trusted, it is 0 until the frame is sealed for a file or a
/// wire.
/// Source: design.md, "The frame and the row".
/// </remarks>
public static class FrameDescriptor
{
    /// <summary>Length of the header. Unit: bytes.</summary>
    public const int HeaderBytes = 64;

    /// <summary>Alignment of frames, of payloads and of positions. Unit: bytes.</summary>
    public const int AlignmentBytes = 8;

    /// <summary>Largest frame a container accepts: a length beyond it is damage, not data. Unit: bytes.</summary>
    public const int LengthMaxBytes = 256 * 1024 * 1024;

    /// <summary>Version of this layout.</summary>
    public const int LayoutVersion = 1;

    internal const int LengthOffset = 0;
    internal const int TypeOffset = 4;
    internal const int FlagsOffset = 5;
    internal const int VersionOffset = 6;
    internal const int PayloadOffsetOffset = 8;
    internal const int SourceOffset = 10;
    internal const int ChecksumOffset = 12;
    internal const int EpochOffset = 16;
    internal const int TenantOffset = 20;
    internal const int TableOffset = 24;
    internal const int PartitionOffset = 28;
    internal const int SourceOffsetOffset = 32;
    internal const int IngestTimeOffset = 40;
    internal const int PositionOffset = 48;
    internal const int DetailOffset = 56;
    internal const int ExtensionHeaderBytes = 4;

    /// <summary>Room that a frame of a given length takes in the log. Unit: bytes.</summary>
    /// <param name="lengthBytes">Length of the frame without padding. Unit: bytes.</param>
    /// <returns>The next multiple of <see cref="AlignmentBytes"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Aligned(int lengthBytes) => (lengthBytes + (AlignmentBytes - 1)) & ~(AlignmentBytes - 1);

    /// <summary>Room that a frame without extensions takes in the log. Unit: bytes.</summary>
    /// <param name="payloadBytes">Length of its payload. Unit: bytes.</param>
    /// <returns>Header, payload and padding.</returns>
    public static int AlignedFrame(int payloadBytes) => Aligned(checked(HeaderBytes + payloadBytes));

    /// <summary>Computes the checksum of a frame and writes it into the frame.</summary>
    /// <param name="address">Start of the frame.</param>
    /// <param name="alignedBytes">Its length with padding. Unit: bytes.</param>
    public static void Seal(nint address, int alignedBytes) =>
        Raw.Write(address + ChecksumOffset, Checksum(Raw.Span(address, alignedBytes)));

    /// <summary>Copies a frame and seals the copy.</summary>
    /// <remarks>
    /// What it computes it reads from the source: the copy is in the core's store buffer, and a word of it that two
    /// stores made (the checksum is half a word) stalls the core until both have left, for every frame.
    /// </remarks>
    /// <param name="source">Start of the frame.</param>
    /// <param name="target">Where the copy goes.</param>
    /// <param name="alignedBytes">Its length with padding. Unit: bytes.</param>
    /// <returns><see cref="StableHash"/> of the sealed copy.</returns>
    public static ulong CopySealed(nint source, nint target, int alignedBytes)
    {
        uint checksum = Checksum(Raw.Span(source, alignedBytes));
        Raw.Copy(source, target, alignedBytes);
        Raw.Write(target + ChecksumOffset, checksum);
        return StableHash.Of(
            Raw.Read<ulong>(source),
            Raw.Read<uint>(source + PayloadOffsetOffset) | ((ulong)checksum << 32),
            Raw.Span(source + PayloadOffsetOffset + sizeof(ulong), alignedBytes - PayloadOffsetOffset - sizeof(ulong)));
    }

    /// <summary>Whether a frame's bytes are those it was sealed with.</summary>
    /// <param name="address">Start of the frame.</param>
    /// <param name="alignedBytes">Its length with padding. Unit: bytes.</param>
    /// <returns><see langword="false"/> for a damaged frame.</returns>
    public static bool IsSealed(nint address, int alignedBytes) =>
        Raw.Read<uint>(address + ChecksumOffset) == Checksum(Raw.Span(address, alignedBytes));

    private static uint Checksum(ReadOnlySpan<byte> frame)
    {
        uint state = Crc32C.Update(Crc32C.InitialState, frame[..ChecksumOffset]);
        return Crc32C.Finish(Crc32C.Update(state, frame[(ChecksumOffset + sizeof(uint))..]));
    }
}
