using MemoryPack;
using MessagePack;

namespace HotPath.Benchmarks.Codecs.Models;

/// <summary>How long a car needs to a speed.</summary>
[MemoryPackable]
[MessagePackObject]
public sealed partial class AccelerationModel
{
    /// <summary>Speed. Unit: miles an hour.</summary>
    [Key(0)]
    public ushort Mph { get; set; }

    /// <summary>Time. Unit: s.</summary>
    [Key(1)]
    public float Seconds { get; set; }
}
