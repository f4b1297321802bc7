using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HotPath.Benchmarks.Codecs.Models;

namespace HotPath.Benchmarks.Codecs.Overlay;

/// <summary>
/// The car by hand: structs laid over the octets, groups and data in one pass. Template, schema, block length, every
/// dimension, every length and the room for each entry are compared with the frame, so nothing outside it is read.
/// </summary>
public readonly struct OverlayCar : IMessageCodec<CarSource>
{
    private const int HeadBytes = 8;

    /// <inheritdoc/>
    public int Encode(CarSource source, FixedBuffer to)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(to);
        CarModel model = source.Model;
        Span<byte> buffer = to.Octets;
        OverlayFrame.PutHead(buffer, (ushort)Unsafe.SizeOf<CarBlock>(), 1, 1, 0);
        PutBlock(source, buffer.Slice(HeadBytes, Unsafe.SizeOf<CarBlock>()));
        int at = HeadBytes + Unsafe.SizeOf<CarBlock>();
        FuelFigureModel[] fuel = model.FuelFigures;
        OverlayFrame.PutGroup(buffer, ref at, (ushort)Unsafe.SizeOf<SpeedBlock>(), fuel.Length);
        for (int i = 0; i < fuel.Length; i++)
        {
            PutSpeed(buffer, ref at, fuel[i].Speed, fuel[i].Mpg);
            OverlayFrame.PutLongText(buffer, ref at, source.Usage[i]);
        }

        OverlayFrame.PutGroup(buffer, ref at, 1, model.PerformanceFigures.Length);
        foreach (PerformanceFigureModel figure in model.PerformanceFigures)
        {
            buffer[at++] = figure.OctaneRating;
            OverlayFrame.PutGroup(buffer, ref at, (ushort)Unsafe.SizeOf<SpeedBlock>(), figure.Acceleration.Length);
            foreach (AccelerationModel step in figure.Acceleration)
            {
                PutSpeed(buffer, ref at, step.Mph, step.Seconds);
            }
        }

        OverlayFrame.PutLongText(buffer, ref at, source.Manufacturer);
        OverlayFrame.PutLongText(buffer, ref at, source.ModelName);
        OverlayFrame.PutLongText(buffer, ref at, source.ActivationCode);
        return at;
    }

    /// <inheritdoc/>
    public long Sum(byte[] frame)
    {
        ReadOnlySpan<byte> octets = frame;
        if (!OverlayFrame.IsBlock(octets, 1, 1, Unsafe.SizeOf<CarBlock>(), out int blockBytes))
        {
            return long.MinValue;
        }

        ReadOnlySpan<byte> block = octets[HeadBytes..];
        ref readonly CarBlock car = ref MemoryMarshal.AsRef<CarBlock>(block);
        long sum = unchecked((long)car.SerialNumber) + car.ModelYear + car.Available + car.Code + car.Extras;
        sum += car.Number0 + (long)car.Number1 + car.Number2 + car.Number3;
        sum += Checksum.Of(OverlayFrame.Fixed(block.Slice(CarBlock.VehicleCodeAt, CarBlock.VehicleCodeBytes)));
        sum += Checksum.Of(OverlayFrame.Fixed(block.Slice(CarBlock.ManufacturerCodeAt, CarBlock.ManufacturerCodeBytes)));
        sum += car.Capacity + car.NumCylinders + car.Efficiency + car.BoosterEnabled + car.BoostType + car.HorsePower;
        int at = HeadBytes + blockBytes;
        return AddFuel(octets, ref at, ref sum) && AddPerformance(octets, ref at, ref sum)
            && AddText(octets, ref at, ref sum) && AddText(octets, ref at, ref sum) && AddText(octets, ref at, ref sum)
                ? sum
                : long.MinValue;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AddFuel(ReadOnlySpan<byte> octets, ref int at, ref long sum)
    {
        if (!OverlayFrame.Group(octets, ref at, Unsafe.SizeOf<SpeedBlock>(), out int entryBytes, out int count))
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            if (octets.Length - at < entryBytes)
            {
                return false;
            }

            ref readonly SpeedBlock figure = ref MemoryMarshal.AsRef<SpeedBlock>(octets[at..]);
            sum += figure.Speed + BitConverter.SingleToInt32Bits(figure.Value);
            at += entryBytes;
            if (!AddText(octets, ref at, ref sum))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AddPerformance(ReadOnlySpan<byte> octets, ref int at, ref long sum)
    {
        if (!OverlayFrame.Group(octets, ref at, 1, out int entryBytes, out int count))
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            if (octets.Length - at < entryBytes)
            {
                return false;
            }

            sum += octets[at];
            at += entryBytes;
            if (!OverlayFrame.Group(octets, ref at, Unsafe.SizeOf<SpeedBlock>(), out int stepBytes, out int steps)
                || (long)stepBytes * steps > octets.Length - at)
            {
                return false;
            }

            for (int j = 0; j < steps; j++)
            {
                ref readonly SpeedBlock step = ref MemoryMarshal.AsRef<SpeedBlock>(octets[at..]);
                sum += step.Speed + BitConverter.SingleToInt32Bits(step.Value);
                at += stepBytes;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AddText(ReadOnlySpan<byte> octets, ref int at, ref long sum)
    {
        bool isThere = OverlayFrame.LongText(octets, ref at, out ReadOnlySpan<byte> text);
        sum += Checksum.Of(text);
        return isThere;
    }

    private static void PutBlock(CarSource source, Span<byte> block)
    {
        CarModel model = source.Model;
        ref CarBlock car = ref MemoryMarshal.AsRef<CarBlock>(block);
        car.SerialNumber = model.SerialNumber;
        car.ModelYear = model.ModelYear;
        car.Available = (byte)(model.Available ? 1 : 0);
        car.Code = model.Code;
        car.Number0 = model.SomeNumbers[0];
        car.Number1 = model.SomeNumbers[1];
        car.Number2 = model.SomeNumbers[2];
        car.Number3 = model.SomeNumbers[3];
        OverlayFrame.PutFixed(block.Slice(CarBlock.VehicleCodeAt, CarBlock.VehicleCodeBytes), source.VehicleCode);
        car.Extras = model.Extras;
        car.Capacity = model.Engine.Capacity;
        car.NumCylinders = model.Engine.NumCylinders;
        OverlayFrame.PutFixed(block.Slice(CarBlock.ManufacturerCodeAt, CarBlock.ManufacturerCodeBytes), source.ManufacturerCode);
        car.Efficiency = model.Engine.Efficiency;
        car.BoosterEnabled = (byte)(model.Engine.BoosterEnabled ? 1 : 0);
        car.BoostType = model.Engine.BoostType;
        car.HorsePower = model.Engine.HorsePower;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutSpeed(Span<byte> buffer, ref int at, ushort speed, float value)
    {
        ref SpeedBlock figure = ref MemoryMarshal.AsRef<SpeedBlock>(buffer[at..]);
        figure.Speed = speed;
        figure.Value = value;
        at += Unsafe.SizeOf<SpeedBlock>();
    }
}
