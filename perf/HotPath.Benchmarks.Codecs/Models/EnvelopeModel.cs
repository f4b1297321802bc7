using MemoryPack;
using MessagePack;

namespace HotPath.Benchmarks.Codecs.Models;

/// <summary>What every event of the shop begins with.</summary>
[MemoryPackable]
[MessagePackObject]
public sealed partial class EnvelopeModel
{
    /// <summary>Identity, first half.</summary>
    [Key(0)]
    public ulong EventIdHi { get; set; }

    /// <summary>Identity, second half.</summary>
    [Key(1)]
    public ulong EventIdLo { get; set; }

    /// <summary>When it happened. Unit: ns since 1970.</summary>
    [Key(2)]
    public long EventTime { get; set; }

    /// <summary>When it was seen. Unit: ns since 1970.</summary>
    [Key(3)]
    public long? IngestTime { get; set; }

    /// <summary>Shop.</summary>
    [Key(4)]
    public uint TenantId { get; set; }

    /// <summary>Source.</summary>
    [Key(5)]
    public ushort SourceId { get; set; }

    /// <summary>Bits of flags.</summary>
    [Key(6)]
    public ushort Flags { get; set; }

    /// <summary>Number at the source.</summary>
    [Key(7)]
    public ulong SourceSequence { get; set; }

    /// <summary>Session.</summary>
    [Key(8)]
    public ulong? SessionId { get; set; }

    /// <summary>User.</summary>
    [Key(9)]
    public ulong? UserId { get; set; }
}
