using System;
using System.Globalization;
using HotPath.Foundation.Hashing;

namespace HotPath.Journal.Segments;

/// <summary>
/// Layout of the journal: a directory of segments of one size, each a header and then batches, each batch the sealed
/// frames of the ring and a footer. Header and footers are container bytes: they stand outside the position, and the
/// chain is that of a recorded log of the same frames.
/// </summary>
/// <remarks>
/// <code>
/// segment  +--------+--------+--------+--------+--------+-- zeros, or what the file held in an earlier life --+
///          | header | frames | footer | frames | footer |                                                     |
///          +--------+--------+--------+--------+--------+-----------------------------------------------------+
/// header   0               8         12       16        32               40               48      56     60         64
///          +---------------+---------+--------+---------+----------------+----------------+-------+------+----------+
///          | magic         | version | length | node id | segment number | first position | chain | zero | checksum |
///          +---------------+---------+--------+---------+----------------+----------------+-------+------+----------+
/// footer   0        4    5       6         8              12         16               24             32
///          +--------+----+-------+---------+--------------+----------+----------------+--------------+
///          | length |0xF2| flags | version | batch frames | checksum | first position | end position |
///          +--------+----+-------+---------+--------------+----------+----------------+--------------+
///          32      40              48          56                 64               72         80
///          +-------+---------------+-----------+------------------+----------------+----------+
///          | chain | mark position | mark hash | durable position | segment number | node tag |
///          +-------+---------------+-----------+------------------+----------------+----------+
/// </code>
/// The durable position of a footer is what the writer had synced when it wrote the footer: a footer proves that
/// everything before that position was whole on the device. A footer without frames says only that. Segment number and
/// node tag keep footers of an earlier life, or imitations inside a payload, from being taken for footers: files are
/// used again without being cleared. A segment's header is durable before its first batch is written, and the segment
/// before it is durable then too. Source: specs/reliability.md 2.1.
/// </remarks>
public static class SegmentDescriptor
{
    /// <summary>First bytes of a segment: "HPJNL", a byte pair that text conversion would change, and a zero.</summary>
    public const ulong Magic = 0x000A_0D4C_4E4A_5048;

    /// <summary>Version of the container.</summary>
    public const int ContainerVersion = 1;

    /// <summary>Length of the header of a segment. Unit: bytes.</summary>
    public const int HeaderBytes = 64;

    /// <summary>Length of a footer. Unit: bytes.</summary>
    public const int FooterBytes = 80;

    /// <summary>Type byte of a footer.</summary>
    public const byte FooterType = 0xF2;

    internal const int HeaderVersionOffset = 8;
    internal const int HeaderLengthOffset = 12;
    internal const int HeaderNodeOffset = 16;
    internal const int HeaderNumberOffset = 32;
    internal const int HeaderPositionOffset = 40;
    internal const int HeaderChainOffset = 48;
    internal const int HeaderChecksumOffset = 60;
    internal const int FooterFramesOffset = 8;
    internal const int FooterFirstOffset = 16;
    internal const int FooterEndOffset = 24;
    internal const int FooterChainOffset = 32;
    internal const int FooterMarkPositionOffset = 40;
    internal const int FooterMarkHashOffset = 48;
    internal const int FooterDurableOffset = 56;
    internal const int FooterNumberOffset = 64;
    internal const int FooterTagOffset = 72;

    private const string SegmentPrefix = "segment-";
    private const string SparePrefix = "spare-";
    private const int NumberDigits = 16;

    /// <summary>Name of the file of a segment; names sort as numbers do.</summary>
    /// <param name="number">Number of the segment, from 1.</param>
    /// <returns>A file name without its directory.</returns>
    public static string FileName(long number) => SegmentPrefix + Digits(number);

    /// <summary>Reads the number out of the name of a segment's file.</summary>
    /// <param name="fileName">A file name without its directory.</param>
    /// <param name="number">The number.</param>
    /// <returns><see langword="false"/> for the name of anything else.</returns>
    public static bool TryParseFileName(string fileName, out long number)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        number = 0;
        return fileName.StartsWith(SegmentPrefix, StringComparison.Ordinal)
            && fileName.Length == SegmentPrefix.Length + NumberDigits
            && long.TryParse(
                fileName.AsSpan(SegmentPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    internal static string SpareName(long number) => SparePrefix + Digits(number);

    internal static bool IsSpare(string fileName) => fileName.StartsWith(SparePrefix, StringComparison.Ordinal);

    internal static ulong TagOf(Guid nodeId)
    {
        Span<byte> bytes = stackalloc byte[16];
        nodeId.TryWriteBytes(bytes);
        return StableHash.Of(bytes);
    }

    private static string Digits(long number) => number.ToString("D16", CultureInfo.InvariantCulture);
}
