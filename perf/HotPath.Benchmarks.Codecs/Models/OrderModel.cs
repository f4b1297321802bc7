using MemoryPack;
using MessagePack;

namespace HotPath.Benchmarks.Codecs.Models;

/// <summary>An order of the shop as plain objects.</summary>
[MemoryPackable]
[MessagePackObject]
public sealed partial class OrderModel : IModel
{
    /// <summary>What every event begins with.</summary>
    [Key(0)]
    public EnvelopeModel Envelope { get; set; } = new();

    /// <summary>Order.</summary>
    [Key(1)]
    public ulong OrderId { get; set; }

    /// <summary>Cart.</summary>
    [Key(2)]
    public ulong? CartId { get; set; }

    /// <summary>Total. Unit: 1/10000.</summary>
    [Key(3)]
    public long Total { get; set; }

    /// <summary>Tax. Unit: 1/10000.</summary>
    [Key(4)]
    public long Tax { get; set; }

    /// <summary>Shipping. Unit: 1/10000.</summary>
    [Key(5)]
    public long Shipping { get; set; }

    /// <summary>Discount. Unit: 1/10000.</summary>
    [Key(6)]
    public long Discount { get; set; }

    /// <summary>Three letters.</summary>
    [Key(7)]
    public string Currency { get; set; } = "";

    /// <summary>Letter of the channel.</summary>
    [Key(8)]
    public byte Channel { get; set; }

    /// <summary>All quantities.</summary>
    [Key(9)]
    public ushort ItemCount { get; set; }

    /// <summary>Lines.</summary>
    [Key(10)]
    public OrderItemModel[] Items { get; set; } = [];

    /// <summary>Coupon.</summary>
    [Key(11)]
    public string CouponCode { get; set; } = "";

    /// <inheritdoc/>
    public long Sum()
    {
        EnvelopeModel e = Envelope;
        long sum = unchecked((long)(e.EventIdHi + e.EventIdLo + e.SourceSequence + (e.SessionId ?? 0) + (e.UserId ?? 0)));
        sum += e.EventTime + (e.IngestTime ?? 0) + e.TenantId + e.SourceId + e.Flags;
        sum += unchecked((long)(OrderId + (CartId ?? 0))) + Total + Tax + Shipping + Discount + Checksum.Of(Currency) + Channel + ItemCount;
        foreach (OrderItemModel item in Items)
        {
            sum += unchecked((long)(item.ProductId + (item.VariantId ?? 0))) + item.UnitPrice + item.LineDiscount + item.Quantity;
        }

        return sum + Checksum.Of(CouponCode);
    }
}
