using System.Runtime.InteropServices;

namespace HotPath.Benchmarks.Codecs.Overlay;

/// <summary>Root block of a car as it lies in a frame.</summary>
[StructLayout(LayoutKind.Explicit, Size = 45)]
public struct CarBlock
{
    public const int VehicleCodeAt = 28;
    public const int VehicleCodeBytes = 6;
    public const int ManufacturerCodeAt = 38;
    public const int ManufacturerCodeBytes = 3;

    [FieldOffset(0)]
    public ulong SerialNumber;
    [FieldOffset(8)]
    public ushort ModelYear;
    [FieldOffset(10)]
    public byte Available;
    [FieldOffset(11)]
    public byte Code;
    [FieldOffset(12)]
    public uint Number0;
    [FieldOffset(16)]
    public uint Number1;
    [FieldOffset(20)]
    public uint Number2;
    [FieldOffset(24)]
    public uint Number3;
    [FieldOffset(34)]
    public byte Extras;
    [FieldOffset(35)]
    public ushort Capacity;
    [FieldOffset(37)]
    public byte NumCylinders;
    [FieldOffset(41)]
    public sbyte Efficiency;
    [FieldOffset(42)]
    public byte BoosterEnabled;
    [FieldOffset(43)]
    public byte BoostType;
    [FieldOffset(44)]
    public byte HorsePower;
}
