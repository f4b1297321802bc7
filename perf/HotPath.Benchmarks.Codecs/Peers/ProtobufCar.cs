using System;
using Google.Protobuf;
using HotPath.Benchmarks.Codecs.Proto;

namespace HotPath.Benchmarks.Codecs.Peers;

/// <summary>The car with <c>Google.Protobuf</c>.</summary>
public readonly struct ProtobufCar : IMessageCodec<CarSource>
{
    /// <inheritdoc/>
    public int Encode(CarSource source, FixedBuffer to)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(to);
        int sizeBytes = source.Proto.CalculateSize();
        source.Proto.WriteTo(to.Octets.AsSpan(0, sizeBytes));
        return sizeBytes;
    }

    /// <inheritdoc/>
    public long Sum(byte[] frame)
    {
        ProtoCar car = ProtoCar.Parser.ParseFrom(frame);
        long sum = unchecked((long)car.SerialNumber) + car.ModelYear + (car.Available ? 1 : 0) + car.Code + car.Extras;
        foreach (uint number in car.SomeNumbers)
        {
            sum += number;
        }

        ProtoEngine engine = car.Engine;
        sum += Checksum.Of(car.VehicleCode) + engine.Capacity + engine.NumCylinders + Checksum.Of(engine.ManufacturerCode);
        sum += engine.Efficiency + (engine.BoosterEnabled ? 1 : 0) + engine.Booster.BoostType + engine.Booster.HorsePower;
        foreach (ProtoFuelFigure figure in car.FuelFigures)
        {
            sum += figure.Speed + BitConverter.SingleToInt32Bits(figure.Mpg) + Checksum.Of(figure.UsageDescription);
        }

        foreach (ProtoPerformanceFigure figure in car.PerformanceFigures)
        {
            sum += figure.OctaneRating;
            foreach (ProtoAcceleration step in figure.Acceleration)
            {
                sum += step.Mph + BitConverter.SingleToInt32Bits(step.Seconds);
            }
        }

        return sum + Checksum.Of(car.Manufacturer) + Checksum.Of(car.Model) + Checksum.Of(car.ActivationCode);
    }
}
