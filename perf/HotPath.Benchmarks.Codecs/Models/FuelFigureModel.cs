using MemoryPack;
using MessagePack;

namespace HotPath.Benchmarks.Codecs.Models;

/// <summary>What a car burns.</summary>
[MemoryPackable]
[MessagePackObject]
public sealed partial class FuelFigureModel
{
    /// <summary>Speed. Unit: miles an hour.</summary>
    [Key(0)]
    public ushort Speed { get; set; }

    /// <summary>Miles a gallon.</summary>
    [Key(1)]
    public float Mpg { get; set; }

    /// <summary>Where.</summary>
    [Key(2)]
    public string UsageDescription { get; set; } = "";
}
