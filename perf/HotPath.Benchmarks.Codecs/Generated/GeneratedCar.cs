using System;
using HotPath.Sbe.Reading;
#if SBE_CHECKED
using HotPath.Benchmarks.Codecs.Checked.Cars;
#else
using HotPath.Benchmarks.Codecs.Cars;
#endif
using HotPath.Benchmarks.Codecs.Models;

#if SBE_CHECKED
namespace HotPath.Benchmarks.Codecs.Checked.Generated;
#else
namespace HotPath.Benchmarks.Codecs.Generated;
#endif

/// <summary>The car with generated code.</summary>
public readonly struct GeneratedCar : IMessageCodec<CarSource>
{
    /// <inheritdoc/>
    public int Encode(CarSource source, FixedBuffer to)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(to);
        CarModel model = source.Model;
        CarEncoder car = CarEncoder.Wrap(to.Octets);
        car.SerialNumber = model.SerialNumber;
        car.ModelYear = model.ModelYear;
        car.Available = model.Available ? Flag.T : Flag.F;
        car.Code = (Letter)model.Code;
        car.SetSomeNumbers(model.SomeNumbers);
        car.SetVehicleCode(source.VehicleCode);
        car.Extras = (Extras)model.Extras;
        EngineEncoder engine = car.Engine;
        engine.Capacity = model.Engine.Capacity;
        engine.NumCylinders = model.Engine.NumCylinders;
        engine.SetManufacturerCode(source.ManufacturerCode);
        engine.Efficiency = model.Engine.Efficiency;
        engine.BoosterEnabled = model.Engine.BoosterEnabled ? Flag.T : Flag.F;
        BoosterEncoder booster = engine.Booster;
        booster.BoostType = (BoostType)model.Engine.BoostType;
        booster.HorsePower = model.Engine.HorsePower;
        FuelFigureModel[] fuel = model.FuelFigures;
        CarEncoder.FuelFiguresGroup figures = car.FuelFiguresCount(fuel.Length);
        for (int i = 0; i < fuel.Length; i++)
        {
            figures.Next();
            figures.Speed = fuel[i].Speed;
            figures.Mpg = fuel[i].Mpg;
            figures.WriteUsageDescription(source.Usage[i]);
        }

        CarEncoder.PerformanceFiguresGroup performance = car.PerformanceFiguresCount(model.PerformanceFigures.Length);
        foreach (PerformanceFigureModel figure in model.PerformanceFigures)
        {
            performance.Next();
            performance.OctaneRating = figure.OctaneRating;
            CarEncoder.PerformanceFiguresGroup.AccelerationGroup acceleration = performance.AccelerationCount(figure.Acceleration.Length);
            foreach (AccelerationModel step in figure.Acceleration)
            {
                acceleration.Next();
                acceleration.Mph = step.Mph;
                acceleration.Seconds = step.Seconds;
            }
        }

        car.WriteManufacturer(source.Manufacturer);
        car.WriteModel(source.ModelName);
        car.WriteActivationCode(source.ActivationCode);
        return car.Finish();
    }

    /// <inheritdoc/>
    public long Sum(byte[] frame)
    {
        if (!CarDecoder.TryWrap(frame, out CarDecoder car, out SbeError _))
        {
            return long.MinValue;
        }

        long sum = unchecked((long)car.SerialNumber) + car.ModelYear + (byte)car.Available + (byte)car.Code + (byte)car.Extras;
        for (int i = 0; i < CarDecoder.SomeNumbersLength; i++)
        {
            sum += car.GetSomeNumbers(i);
        }

        EngineDecoder engine = car.Engine;
        BoosterDecoder booster = engine.Booster;
        sum += Checksum.Of(car.VehicleCode) + engine.Capacity + engine.NumCylinders + Checksum.Of(engine.ManufacturerCode);
        sum += engine.Efficiency + (byte)engine.BoosterEnabled + (byte)booster.BoostType + booster.HorsePower;
        foreach (CarDecoder.FuelFiguresEntry figure in car.FuelFigures)
        {
            sum += figure.Speed + BitConverter.SingleToInt32Bits(figure.Mpg) + Checksum.Of(figure.UsageDescription);
        }

        foreach (CarDecoder.PerformanceFiguresEntry figure in car.PerformanceFigures)
        {
            sum += figure.OctaneRating;
            foreach (CarDecoder.PerformanceFiguresEntry.AccelerationEntry step in figure.Acceleration)
            {
                sum += step.Mph + BitConverter.SingleToInt32Bits(step.Seconds);
            }
        }

        return sum + Checksum.Of(car.Manufacturer) + Checksum.Of(car.Model) + Checksum.Of(car.ActivationCode);
    }
}
