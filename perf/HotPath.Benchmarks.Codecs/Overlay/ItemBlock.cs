using System.Runtime.InteropServices;

namespace HotPath.Benchmarks.Codecs.Overlay;

/// <summary>A line of an order as it lies in a frame, without the four octets of padding at its end.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct ItemBlock
{
    public ulong ProductId;
    public ulong VariantId;
    public long UnitPrice;
    public long LineDiscount;
    public uint Quantity;
}
