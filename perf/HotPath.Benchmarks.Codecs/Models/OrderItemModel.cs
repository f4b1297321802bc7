using MemoryPack;
using MessagePack;

namespace HotPath.Benchmarks.Codecs.Models;

/// <summary>A line of an order.</summary>
[MemoryPackable]
[MessagePackObject]
public sealed partial class OrderItemModel
{
    /// <summary>Product.</summary>
    [Key(0)]
    public ulong ProductId { get; set; }

    /// <summary>Variant.</summary>
    [Key(1)]
    public ulong? VariantId { get; set; }

    /// <summary>Price of one. Unit: 1/10000.</summary>
    [Key(2)]
    public long UnitPrice { get; set; }

    /// <summary>Discount. Unit: 1/10000.</summary>
    [Key(3)]
    public long LineDiscount { get; set; }

    /// <summary>How many.</summary>
    [Key(4)]
    public uint Quantity { get; set; }
}
