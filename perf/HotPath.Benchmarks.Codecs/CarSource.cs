using System;
using System.Linq;
using System.Text;
using HotPath.Benchmarks.Codecs.Models;
using HotPath.Benchmarks.Codecs.Peers;
using HotPath.Benchmarks.Codecs.Proto;

namespace HotPath.Benchmarks.Codecs;

/// <summary>A car to be written: plain objects, texts as octets for SBE, and the message of Protobuf.</summary>
/// <param name="model">The car.</param>
public sealed class CarSource(CarModel model) : IMessageSource<CarModel>
{
    /// <inheritdoc/>
    public CarModel Model { get; } = model;

    /// <summary>As Protobuf has it.</summary>
    public ProtoCar Proto { get; } = ProtobufMessages.Of(model);

    /// <summary>Six letters.</summary>
    public byte[] VehicleCode { get; } = Encoding.UTF8.GetBytes(model.VehicleCode);

    /// <summary>Three letters.</summary>
    public byte[] ManufacturerCode { get; } = Encoding.UTF8.GetBytes(model.Engine.ManufacturerCode);

    /// <summary>Texts of the fuel figures.</summary>
    public byte[][] Usage { get; } = [.. model.FuelFigures.Select(static f => Encoding.UTF8.GetBytes(f.UsageDescription))];

    /// <summary>Maker.</summary>
    public byte[] Manufacturer { get; } = Encoding.UTF8.GetBytes(model.Manufacturer);

    /// <summary>Model.</summary>
    public byte[] ModelName { get; } = Encoding.UTF8.GetBytes(model.Model);

    /// <summary>Code.</summary>
    public byte[] ActivationCode { get; } = Encoding.UTF8.GetBytes(model.ActivationCode);

    /// <summary>A car like that of the example; number 0 is it.</summary>
    /// <param name="number">Makes cars differ.</param>
    /// <returns>The car.</returns>
    public static CarSource Create(int number) => new(new CarModel
    {
        SerialNumber = 1234 + (ulong)number,
        ModelYear = (ushort)(2013 + (number % 8)),
        Available = number % 4 == 0,
        Code = (byte)('A' + (number % 3)),
        SomeNumbers = [1, 2, 3, 4 + (uint)number],
        VehicleCode = "abcdef",
        Extras = 6,
        Engine = new EngineModel
        {
            Capacity = (ushort)(2000 + number),
            NumCylinders = 4,
            ManufacturerCode = "123",
            Efficiency = 35,
            BoosterEnabled = true,
            BoostType = (byte)'N',
            HorsePower = 200,
        },
        FuelFigures = [Fuel(30, 35.9f, "Urban Cycle"), Fuel(55, 49.0f, "Combined Cycle"), Fuel(75, 40.0f + number, "Highway Cycle")],
        PerformanceFigures = [Performance(95, 4.0f, 7.5f, 12.2f), Performance(99, 3.8f, 7.1f, 11.8f)],
        Manufacturer = "Honda",
        Model = "Civic VTi",
        ActivationCode = "abcdef",
    });

    private static FuelFigureModel Fuel(ushort speed, float mpg, string text) => new() { Speed = speed, Mpg = mpg, UsageDescription = text };

    private static PerformanceFigureModel Performance(byte octane, params ReadOnlySpan<float> seconds) => new()
    {
        OctaneRating = octane,
        Acceleration = [Acceleration(30, seconds[0]), Acceleration(60, seconds[1]), Acceleration(100, seconds[2])],
    };

    private static AccelerationModel Acceleration(ushort mph, float seconds) => new() { Mph = mph, Seconds = seconds };
}
