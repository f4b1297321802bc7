using System;
using MemoryPack;
using MessagePack;

namespace HotPath.Benchmarks.Codecs.Models;

/// <summary>The car example as plain objects.</summary>
[MemoryPackable]
[MessagePackObject]
public sealed partial class CarModel : IModel
{
    /// <summary>Number.</summary>
    [Key(0)]
    public ulong SerialNumber { get; set; }

    /// <summary>Year.</summary>
    [Key(1)]
    public ushort ModelYear { get; set; }

    /// <summary>Whether it is to be had.</summary>
    [Key(2)]
    public bool Available { get; set; }

    /// <summary>Letter of the model.</summary>
    [Key(3)]
    public byte Code { get; set; }

    /// <summary>Four numbers.</summary>
    [Key(4)]
    public uint[] SomeNumbers { get; set; } = [];

    /// <summary>Six letters.</summary>
    [Key(5)]
    public string VehicleCode { get; set; } = "";

    /// <summary>Bits of the extras.</summary>
    [Key(6)]
    public byte Extras { get; set; }

    /// <summary>Engine.</summary>
    [Key(7)]
    public EngineModel Engine { get; set; } = new();

    /// <summary>What it burns.</summary>
    [Key(8)]
    public FuelFigureModel[] FuelFigures { get; set; } = [];

    /// <summary>Accelerations.</summary>
    [Key(9)]
    public PerformanceFigureModel[] PerformanceFigures { get; set; } = [];

    /// <summary>Maker.</summary>
    [Key(10)]
    public string Manufacturer { get; set; } = "";

    /// <summary>Model.</summary>
    [Key(11)]
    public string Model { get; set; } = "";

    /// <summary>Code.</summary>
    [Key(12)]
    public string ActivationCode { get; set; } = "";

    /// <inheritdoc/>
    public long Sum()
    {
        long sum = unchecked((long)SerialNumber) + ModelYear + (Available ? 1 : 0) + Code + Extras;
        foreach (uint number in SomeNumbers)
        {
            sum += number;
        }

        sum += Checksum.Of(VehicleCode) + Engine.Capacity + Engine.NumCylinders + Checksum.Of(Engine.ManufacturerCode);
        sum += Engine.Efficiency + (Engine.BoosterEnabled ? 1 : 0) + Engine.BoostType + Engine.HorsePower;
        foreach (FuelFigureModel figure in FuelFigures)
        {
            sum += figure.Speed + BitConverter.SingleToInt32Bits(figure.Mpg) + Checksum.Of(figure.UsageDescription);
        }

        foreach (PerformanceFigureModel figure in PerformanceFigures)
        {
            sum += figure.OctaneRating;
            foreach (AccelerationModel acceleration in figure.Acceleration)
            {
                sum += acceleration.Mph + BitConverter.SingleToInt32Bits(acceleration.Seconds);
            }
        }

        return sum + Checksum.Of(Manufacturer) + Checksum.Of(Model) + Checksum.Of(ActivationCode);
    }
}
