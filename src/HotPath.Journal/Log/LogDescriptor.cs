using System;
using HotPath.Foundation.Hashing;

namespace HotPath.Journal.Log;

/// <summary>
/// Layout of a recorded log file (<c>.hplog</c>): frames in batches, each batch closed by a footer, the file by a
/// trailer. Header, footers and trailer are container bytes: they stand outside the position, so the same log cut into
/// other batches has the same positions and the same chain.
/// </summary>
/// <remarks>
/// <code>
/// file    +--------+--------+--------+--------+--------+--------+---------+
///         | header | frames | footer | frames | footer |  ...   | trailer |
///         +--------+--------+--------+--------+--------+--------+---------+
/// header  0               8         12        16               24              32         60         64
///         +---------------+---------+---------+----------------+---------------+----------+----------+
///         | magic         | version | length  | first position | first chain   | zero     | checksum |
///         +---------------+---------+---------+----------------+---------------+----------+----------+
/// footer  0        4    5       6         8              12         16               24
///         +--------+----+-------+---------+--------------+----------+----------------+
///         | length |0xF0| flags | version | batch frames | checksum | batch position |
///         +--------+----+-------+---------+--------------+----------+----------------+
///         24              32              40              48              56              64
///         +---------------+---------------+---------------+---------------+---------------+
///         | batch length  | chain         | mark position | mark hash     | frames so far |
///         +---------------+---------------+---------------+---------------+---------------+
/// trailer 0        4    5       6         8       12         16             24      32       40      44     48
///         +--------+----+-------+---------+-------+----------+--------------+-------+--------+-------+------+-
///         | length |0xF1| flags | version | sinks | checksum | end position | chain | frames | marks | zero |
///         +--------+----+-------+---------+-------+----------+--------------+-------+--------+-------+------+-
///         48   per sink: u64 chain, i64 rows, i64 bytes, u32 name length, name, zero bytes to a multiple of 8
///              per mark: i64 position, u64 hash
/// </code>
/// Footer and trailer start like a frame (length, type), so a reader takes one step at a time; their checksum is that
/// of a frame. The chain folds each frame: chain = Mix(chain, StableHash.Of(sealed frame with padding)). The mark of a
/// footer is the newest known when it was written: a footer never waits for one.
/// Source: design.md, "One coordinate".
/// </remarks>
public static class LogDescriptor
{
    /// <summary>
    /// First bytes of the file: "HPLOG", then a byte pair that text conversion would change, and a zero.
    /// </summary>
    public const ulong Magic = 0x000A_0D47_4F4C_5048;

    /// <summary>Version of the container.</summary>
    public const int ContainerVersion = 1;

    /// <summary>Length of the file header. Unit: bytes.</summary>
    public const int HeaderBytes = 64;

    /// <summary>Length of a footer. Unit: bytes.</summary>
    public const int FooterBytes = 64;

    /// <summary>Type byte of a footer.</summary>
    public const byte FooterType = 0xF0;

    /// <summary>Type byte of a trailer.</summary>
    public const byte TrailerType = 0xF1;

    internal const byte StoppedFlag = 1;
    internal const int HeaderVersionOffset = 8;
    internal const int HeaderLengthOffset = 12;
    internal const int HeaderPositionOffset = 16;
    internal const int HeaderChainOffset = 24;
    internal const int HeaderChecksumOffset = 60;
    internal const int CountOffset = 8;
    internal const int FooterPositionOffset = 16;
    internal const int FooterLengthOffset = 24;
    internal const int FooterChainOffset = 32;
    internal const int FooterMarkPositionOffset = 40;
    internal const int FooterMarkHashOffset = 48;
    internal const int FooterFramesOffset = 56;
    internal const int TrailerPositionOffset = 16;
    internal const int TrailerChainOffset = 24;
    internal const int TrailerFramesOffset = 32;
    internal const int TrailerMarksOffset = 40;
    internal const int TrailerListOffset = 48;
    internal const int SinkBytes = 28;
    internal const int MarkBytes = 16;

    /// <summary>One step of the chain.</summary>
    /// <param name="chain">Chain before the frame; 0 at the start of a log.</param>
    /// <param name="frame">The sealed frame with its padding.</param>
    /// <returns>Chain after the frame.</returns>
    public static ulong Link(ulong chain, ReadOnlySpan<byte> frame) => Link(chain, StableHash.Of(frame));

    /// <summary>One step of the chain.</summary>
    /// <param name="chain">Chain before the frame; 0 at the start of a log.</param>
    /// <param name="frameHash">Hash of the sealed frame with its padding.</param>
    /// <returns>Chain after the frame.</returns>
    public static ulong Link(ulong chain, ulong frameHash) => StableHash.Mix(chain, frameHash);
}
