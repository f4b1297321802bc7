using System;
using System.Collections.Generic;
using HotPath.Generator.Commerce;
using HotPath.Generator.Shop;

namespace HotPath.Generator.Formats;

/// <summary>Writes each kind of event as its message.</summary>
internal static class SbeMessages
{
    private const long NsPerMs = 1_000_000;
    private const string Currency = "EUR";

    public static int Write(in ShopEvent e, Span<byte> to) => e.Kind switch
    {
        EventKind.PageView => View(e, to),
        EventKind.ProductClick => Click(e, to),
        EventKind.SearchPerformed => Search(e, to),
        EventKind.CartItemAdded => Added(e, to),
        EventKind.CartItemRemoved => Removed(e, to),
        EventKind.OrderPlaced => Order(e, to),
        EventKind.PaymentEvent => Payment(e, to),
        EventKind.RefundIssued => Refund(e, to),
        EventKind.InventoryAdjusted => Stock(e, to),
        EventKind.SessionStarted => Started(e, to),
        _ => Ended(e, to),
    };

    private static void Fill(EnvelopeEncoder envelope, in ShopEvent e)
    {
        UuidEncoder id = envelope.EventId;
        id.Hi = e.IdHigh;
        id.Lo = e.IdLow;
        envelope.EventTime = e.TimeMs * NsPerMs;
        envelope.TenantId = (uint)e.TenantId;
        envelope.SourceId = (ushort)e.SourceId;
        envelope.SourceSequence = (ulong)e.SourceSequence;
        envelope.SessionId = Optional(e.SessionId);
        envelope.UserId = Optional(e.UserId);
    }

    private static int View(in ShopEvent e, Span<byte> to)
    {
        scoped PageViewEncoder view = PageViewEncoder.Wrap(to);
        Fill(view.Envelope, e);
        view.ProductId = Optional(e.ProductId);
        view.PageId = (uint)e.Detail;
        view.DwellMillis = (uint)e.Detail;
        view.PageType = e.Page;
        view.Device = e.Device;
        view.SetCountry(e.Country);
        view.WriteUrl(e.Text.Write(stackalloc char[EventText.CharsMax]));
        view.WriteReferrer(string.Empty);
        return view.Finish();
    }

    private static int Click(in ShopEvent e, Span<byte> to)
    {
        ProductClickEncoder click = ProductClickEncoder.Wrap(to);
        Fill(click.Envelope, e);
        click.ProductId = (ulong)e.ProductId;
        click.ListId = (uint)e.Detail;
        click.Position = (ushort)e.Detail;
        click.Device = e.Device;
        return click.Finish();
    }

    private static int Search(in ShopEvent e, Span<byte> to)
    {
        scoped SearchPerformedEncoder search = SearchPerformedEncoder.Wrap(to);
        Fill(search.Envelope, e);
        search.ResultCount = (uint)e.Detail;
        search.Page = 1;
        search.Device = e.Device;
        search.WriteQuery(e.Text.Write(stackalloc char[EventText.CharsMax]));
        return search.Finish();
    }

    private static int Added(in ShopEvent e, Span<byte> to)
    {
        CartItemAddedEncoder added = CartItemAddedEncoder.Wrap(to);
        Fill(added.Envelope, e);
        added.ProductId = (ulong)e.ProductId;
        added.VariantId = Optional(e.VariantId);
        added.CartId = (ulong)e.CartId;
        Set(added.UnitPrice, e.UnitPrice);
        added.Quantity = (uint)e.Quantity;
        added.SetCurrency(Currency);
        return added.Finish();
    }

    private static int Removed(in ShopEvent e, Span<byte> to)
    {
        CartItemRemovedEncoder removed = CartItemRemovedEncoder.Wrap(to);
        Fill(removed.Envelope, e);
        removed.ProductId = (ulong)e.ProductId;
        removed.VariantId = Optional(e.VariantId);
        removed.CartId = (ulong)e.CartId;
        removed.Quantity = (uint)e.Quantity;
        return removed.Finish();
    }

    private static int Order(in ShopEvent e, Span<byte> to)
    {
        scoped OrderPlacedEncoder order = OrderPlacedEncoder.Wrap(to);
        Fill(order.Envelope, e);
        order.OrderId = (ulong)e.OrderId;
        order.CartId = Optional(e.CartId);
        Set(order.Total, e.Total);
        Set(order.Tax, e.Total / 119 * 19);
        Set(order.Shipping, e.Shipping);
        Set(order.Discount, e.Discount);
        order.SetCurrency(Currency);
        order.Channel = e.SourceId == SourceId.App ? SalesChannel.APP : SalesChannel.WEB;
        order.ItemCount = (ushort)e.Quantity;
        List<OrderLine> lines = e.Lines!.Lines;
        OrderPlacedEncoder.ItemsGroup items = order.ItemsCount(lines.Count);
        foreach (OrderLine line in lines)
        {
            items.Next();
            items.ProductId = (ulong)line.ProductId;
            items.VariantId = Optional(line.VariantId);
            Set(items.UnitPrice, line.UnitPrice);
            Set(items.LineDiscount, 0);
            items.Quantity = (uint)line.Quantity;
        }

        order.WriteCouponCode(e.Text.Write(stackalloc char[EventText.CharsMax]));
        return order.Finish();
    }

    private static int Payment(in ShopEvent e, Span<byte> to)
    {
        scoped PaymentEventEncoder payment = PaymentEventEncoder.Wrap(to);
        Fill(payment.Envelope, e);
        payment.PaymentId = (ulong)e.PaymentId;
        payment.OrderId = (ulong)e.OrderId;
        Set(payment.Amount, e.Amount);
        payment.SetCurrency(Currency);
        payment.Method = e.Method;
        payment.Status = e.Status;
        payment.Attempt = (byte)e.Attempt;
        payment.WriteProviderReference(e.Text.Write(stackalloc char[EventText.CharsMax]));
        return payment.Finish();
    }

    private static int Refund(in ShopEvent e, Span<byte> to)
    {
        RefundIssuedEncoder refund = RefundIssuedEncoder.Wrap(to);
        Fill(refund.Envelope, e);
        refund.RefundId = (ulong)e.RefundId;
        refund.OrderId = (ulong)e.OrderId;
        refund.PaymentId = (ulong)e.PaymentId;
        Set(refund.Amount, e.Amount);
        refund.SetCurrency(Currency);
        refund.Reason = e.Reason;
        return refund.Finish();
    }

    private static int Stock(in ShopEvent e, Span<byte> to)
    {
        InventoryAdjustedEncoder stock = InventoryAdjustedEncoder.Wrap(to);
        Fill(stock.Envelope, e);
        stock.ProductId = (ulong)e.ProductId;
        stock.VariantId = Optional(e.VariantId);
        stock.WarehouseId = 1;
        stock.Delta = e.Quantity;
        stock.Reason = InventoryReason.SALE;
        return stock.Finish();
    }

    private static int Started(in ShopEvent e, Span<byte> to)
    {
        scoped SessionStartedEncoder started = SessionStartedEncoder.Wrap(to);
        Fill(started.Envelope, e);
        started.LandingPageId = (uint)e.Detail;
        started.Device = e.Device;
        started.SetCountry(e.Country);
        started.WriteReferrer(e.Text.Write(stackalloc char[EventText.CharsMax]));
        return started.Finish();
    }

    private static int Ended(in ShopEvent e, Span<byte> to)
    {
        SessionEndedEncoder ended = SessionEndedEncoder.Wrap(to);
        Fill(ended.Envelope, e);
        ended.StartTime = e.SessionStartMs * NsPerMs;
        ended.EventCount = (uint)e.Quantity;
        return ended.Finish();
    }

    private static void Set(AmountEncoder amount, long mantissa) => amount.Mantissa = mantissa;

    private static ulong? Optional(long number) => number == 0 ? null : (ulong)number;
}
