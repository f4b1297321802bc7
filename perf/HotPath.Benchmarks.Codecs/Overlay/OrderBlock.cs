using System.Runtime.InteropServices;

namespace HotPath.Benchmarks.Codecs.Overlay;

/// <summary>Root block of an order as it lies in a frame, without the two octets of padding at its end.</summary>
[StructLayout(LayoutKind.Explicit, Size = 118)]
public struct OrderBlock
{
    public const int CurrencyAt = 112;
    public const int CurrencyBytes = 3;

    [FieldOffset(0)]
    public ulong EventIdHi;
    [FieldOffset(8)]
    public ulong EventIdLo;
    [FieldOffset(16)]
    public long EventTime;
    [FieldOffset(24)]
    public long IngestTime;
    [FieldOffset(32)]
    public uint TenantId;
    [FieldOffset(36)]
    public ushort SourceId;
    [FieldOffset(38)]
    public ushort Flags;
    [FieldOffset(40)]
    public ulong SourceSequence;
    [FieldOffset(48)]
    public ulong SessionId;
    [FieldOffset(56)]
    public ulong UserId;
    [FieldOffset(64)]
    public ulong OrderId;
    [FieldOffset(72)]
    public ulong CartId;
    [FieldOffset(80)]
    public long Total;
    [FieldOffset(88)]
    public long Tax;
    [FieldOffset(96)]
    public long Shipping;
    [FieldOffset(104)]
    public long Discount;
    [FieldOffset(115)]
    public byte Channel;
    [FieldOffset(116)]
    public ushort ItemCount;
}
