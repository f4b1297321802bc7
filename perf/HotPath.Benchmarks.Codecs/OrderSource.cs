using System.Linq;
using System.Text;
using HotPath.Benchmarks.Codecs.Models;
using HotPath.Benchmarks.Codecs.Peers;
using HotPath.Benchmarks.Codecs.Proto;

namespace HotPath.Benchmarks.Codecs;

/// <summary>An order to be written: plain objects, texts as octets for SBE, and the message of Protobuf.</summary>
/// <param name="model">The order.</param>
public sealed class OrderSource(OrderModel model) : IMessageSource<OrderModel>
{
    /// <inheritdoc/>
    public OrderModel Model { get; } = model;

    /// <summary>As Protobuf has it.</summary>
    public ProtoOrder Proto { get; } = ProtobufMessages.Of(model);

    /// <summary>Three letters.</summary>
    public byte[] Currency { get; } = Encoding.UTF8.GetBytes(model.Currency);

    /// <summary>Coupon.</summary>
    public byte[] CouponCode { get; } = Encoding.UTF8.GetBytes(model.CouponCode);

    /// <summary>An order.</summary>
    /// <param name="number">Makes orders differ; odd ones have no user and no cart.</param>
    /// <param name="lines">Lines of the order.</param>
    /// <returns>The order.</returns>
    public static OrderSource Create(int number, int lines) => new(new OrderModel
    {
        Envelope = new EnvelopeModel
        {
            EventIdHi = 0x0123456789ABCDEF,
            EventIdLo = (ulong)number,
            EventTime = 1_790_000_000_000_000_000 + number,
            IngestTime = number % 4 == 3 ? null : 1_790_000_000_000_500_000 + number,
            TenantId = 7,
            SourceId = 3,
            Flags = (ushort)(number % 16),
            SourceSequence = 1_000_000 + (ulong)number,
            SessionId = 900_000 + (ulong)number,
            UserId = number % 2 == 1 ? null : 500_000 + (ulong)number,
        },
        OrderId = 4_711_000 + (ulong)number,
        CartId = number % 2 == 1 ? null : 42_000 + (ulong)number,
        Total = 1_234_500 + number,
        Tax = 197_100,
        Shipping = 49_000,
        Discount = -50_000,
        Currency = "EUR",
        Channel = (byte)'W',
        ItemCount = (ushort)lines,
        Items = [.. Enumerable.Range(0, lines).Select(i => Line(number, i))],
        CouponCode = "SPRING-2026",
    });

    private static OrderItemModel Line(int number, int index) => new()
    {
        ProductId = 70_000 + (ulong)(number + index),
        VariantId = index % 2 == 1 ? null : 3 + (ulong)index,
        UnitPrice = 199_900 + index,
        LineDiscount = -1000 * index,
        Quantity = 1 + (uint)(index % 3),
    };
}
