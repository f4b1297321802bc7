using MemoryPack;
using MessagePack;

namespace HotPath.Benchmarks.Codecs.Models;

/// <summary>An engine.</summary>
[MemoryPackable]
[MessagePackObject]
public sealed partial class EngineModel
{
    /// <summary>Capacity. Unit: cubic centimetres.</summary>
    [Key(0)]
    public ushort Capacity { get; set; }

    /// <summary>Cylinders.</summary>
    [Key(1)]
    public byte NumCylinders { get; set; }

    /// <summary>Three letters.</summary>
    [Key(2)]
    public string ManufacturerCode { get; set; } = "";

    /// <summary>Efficiency. Unit: %.</summary>
    [Key(3)]
    public sbyte Efficiency { get; set; }

    /// <summary>Whether the booster is on.</summary>
    [Key(4)]
    public bool BoosterEnabled { get; set; }

    /// <summary>Letter of the booster's kind.</summary>
    [Key(5)]
    public byte BoostType { get; set; }

    /// <summary>Of the booster. Unit: hp.</summary>
    [Key(6)]
    public byte HorsePower { get; set; }
}
