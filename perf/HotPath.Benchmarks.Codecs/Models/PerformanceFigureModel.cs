using MemoryPack;
using MessagePack;

namespace HotPath.Benchmarks.Codecs.Models;

/// <summary>Accelerations with one kind of fuel.</summary>
[MemoryPackable]
[MessagePackObject]
public sealed partial class PerformanceFigureModel
{
    /// <summary>Fuel.</summary>
    [Key(0)]
    public byte OctaneRating { get; set; }

    /// <summary>Accelerations.</summary>
    [Key(1)]
    public AccelerationModel[] Acceleration { get; set; } = [];
}
