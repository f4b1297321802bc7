using System;
using HotPath.Sbe.Reading;
#if SBE_CHECKED
using HotPath.Benchmarks.Codecs.Checked.Shop;
#else
using HotPath.Benchmarks.Codecs.Shop;
#endif
using HotPath.Benchmarks.Codecs.Models;

#if SBE_CHECKED
namespace HotPath.Benchmarks.Codecs.Checked.Generated;
#else
namespace HotPath.Benchmarks.Codecs.Generated;
#endif

/// <summary>The order with generated code.</summary>
public readonly struct GeneratedOrder : IMessageCodec<OrderSource>, IOrderReader
{
    /// <inheritdoc/>
    public int Encode(OrderSource source, FixedBuffer to)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(to);
        OrderModel model = source.Model;
        OrderPlacedEncoder order = OrderPlacedEncoder.Wrap(to.Octets);
        Write(model.Envelope, order.Envelope);
        order.OrderId = model.OrderId;
        order.CartId = model.CartId;
        AmountEncoder total = order.Total;
        total.Mantissa = model.Total;
        AmountEncoder tax = order.Tax;
        tax.Mantissa = model.Tax;
        AmountEncoder shipping = order.Shipping;
        shipping.Mantissa = model.Shipping;
        AmountEncoder discount = order.Discount;
        discount.Mantissa = model.Discount;
        order.SetCurrency(source.Currency);
        order.Channel = (SalesChannel)model.Channel;
        order.ItemCount = model.ItemCount;
        OrderPlacedEncoder.ItemsGroup items = order.ItemsCount(model.Items.Length);
        foreach (OrderItemModel item in model.Items)
        {
            items.Next();
            items.ProductId = item.ProductId;
            items.VariantId = item.VariantId;
            AmountEncoder price = items.UnitPrice;
            price.Mantissa = item.UnitPrice;
            AmountEncoder off = items.LineDiscount;
            off.Mantissa = item.LineDiscount;
            items.Quantity = item.Quantity;
        }

        order.WriteCouponCode(source.CouponCode);
        return order.Finish();
    }

    /// <inheritdoc/>
    public long Sum(byte[] frame)
    {
        if (!OrderPlacedDecoder.TryWrap(frame, out OrderPlacedDecoder order, out SbeError _))
        {
            return long.MinValue;
        }

        EnvelopeDecoder e = order.Envelope;
        UuidDecoder id = e.EventId;
        long sum = unchecked((long)(id.Hi + id.Lo + e.SourceSequence + (e.SessionId ?? 0) + (e.UserId ?? 0)));
        sum += e.EventTime + (e.IngestTime ?? 0) + e.TenantId + e.SourceId + (ushort)e.Flags;
        sum += unchecked((long)(order.OrderId + (order.CartId ?? 0))) + order.Total.Mantissa + order.Tax.Mantissa;
        sum += order.Shipping.Mantissa + order.Discount.Mantissa + Checksum.Of(order.Currency) + (byte)order.Channel + order.ItemCount;
        foreach (OrderPlacedDecoder.ItemsEntry item in order.Items)
        {
            sum += unchecked((long)(item.ProductId + (item.VariantId ?? 0)));
            sum += item.UnitPrice.Mantissa + item.LineDiscount.Mantissa + item.Quantity;
        }

        return sum + Checksum.Of(order.CouponCode);
    }

    /// <inheritdoc/>
    public long Total(byte[] frame) =>
        OrderPlacedDecoder.TryWrapRoot(frame, out OrderPlacedDecoder order, out SbeError _) ? order.Total.Mantissa : long.MinValue;

    /// <inheritdoc/>
    public long Quantity(byte[] frame)
    {
        if (!OrderPlacedDecoder.TryWrap(frame, out OrderPlacedDecoder order, out SbeError _))
        {
            return long.MinValue;
        }

        long sum = 0;
        foreach (OrderPlacedDecoder.ItemsEntry item in order.Items)
        {
            sum += item.Quantity;
        }

        return sum;
    }

    private static void Write(EnvelopeModel model, EnvelopeEncoder envelope)
    {
        UuidEncoder id = envelope.EventId;
        id.Hi = model.EventIdHi;
        id.Lo = model.EventIdLo;
        envelope.EventTime = model.EventTime;
        envelope.IngestTime = model.IngestTime;
        envelope.TenantId = model.TenantId;
        envelope.SourceId = model.SourceId;
        envelope.Flags = (EventFlags)model.Flags;
        envelope.SourceSequence = model.SourceSequence;
        envelope.SessionId = model.SessionId;
        envelope.UserId = model.UserId;
    }
}
