using System;
using Google.Protobuf;
using HotPath.Benchmarks.Codecs.Proto;

namespace HotPath.Benchmarks.Codecs.Peers;

/// <summary>The order with <c>Google.Protobuf</c>, which has to read all of it for any part.</summary>
public readonly struct ProtobufOrder : IMessageCodec<OrderSource>, IOrderReader
{
    /// <inheritdoc/>
    public int Encode(OrderSource source, FixedBuffer to)
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
        ProtoOrder order = ProtoOrder.Parser.ParseFrom(frame);
        ProtoEnvelope e = order.Envelope;
        long sum = unchecked((long)(e.EventIdHi + e.EventIdLo + e.SourceSequence + e.SessionId + e.UserId));
        sum += e.EventTime + e.IngestTime + e.TenantId + e.SourceId + e.Flags;
        sum += unchecked((long)(order.OrderId + order.CartId)) + order.Total + order.Tax + order.Shipping + order.Discount;
        sum += Checksum.Of(order.Currency) + order.Channel + order.ItemCount;
        foreach (ProtoOrderItem item in order.Items)
        {
            sum += unchecked((long)(item.ProductId + item.VariantId)) + item.UnitPrice + item.LineDiscount + item.Quantity;
        }

        return sum + Checksum.Of(order.CouponCode);
    }

    /// <inheritdoc/>
    public long Total(byte[] frame) => ProtoOrder.Parser.ParseFrom(frame).Total;

    /// <inheritdoc/>
    public long Quantity(byte[] frame)
    {
        long sum = 0;
        foreach (ProtoOrderItem item in ProtoOrder.Parser.ParseFrom(frame).Items)
        {
            sum += item.Quantity;
        }

        return sum;
    }
}
