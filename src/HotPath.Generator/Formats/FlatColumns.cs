using System;
using System.Collections.Generic;
using HotPath.Generator.Rows;
using HotPath.Generator.Shop;

namespace HotPath.Generator.Formats;

/// <summary>
/// The columns that csv and json files have and that a table of format sbe over all messages can have: what one table
/// in SQL says of every kind of event.
/// </summary>
internal static class FlatColumns
{
    /// <summary>In the order in which csv has them.</summary>
    public static IReadOnlyList<FlatColumn<ShopEvent>> All { get; } =
    [
        Texts("event_id", Always, static (in ShopEvent e, ref RecordText to) => to.AppendId(e.IdHigh, e.IdLow)),
        Texts("event_type", Always, static (in ShopEvent e, ref RecordText to) => to.Append(KindName(e.Kind))),
        new(new EventColumn("event_time", EventValue.Time), Always, static (in ShopEvent e) => e.TimeMs, null),
        Numbers("tenant_id", Always, static (in ShopEvent e) => e.TenantId),
        Numbers("source_id", Always, static (in ShopEvent e) => e.SourceId),
        Numbers("source_sequence", Always, static (in ShopEvent e) => e.SourceSequence),
        Numbers("session_id", static (in ShopEvent e) => e.SessionId != 0, static (in ShopEvent e) => e.SessionId),
        Numbers("user_id", static (in ShopEvent e) => e.UserId != 0, static (in ShopEvent e) => e.UserId),
        Numbers("product_id", static (in ShopEvent e) => e.ProductId != 0, static (in ShopEvent e) => e.ProductId),
        Numbers("cart_id", static (in ShopEvent e) => HasCart(e.Kind), static (in ShopEvent e) => e.CartId),
        Numbers("order_id", static (in ShopEvent e) => HasOrder(e.Kind), static (in ShopEvent e) => e.OrderId),
        Numbers("payment_id", static (in ShopEvent e) => HasAmount(e.Kind), static (in ShopEvent e) => e.PaymentId),
        Numbers("quantity", static (in ShopEvent e) => IsCart(e.Kind), static (in ShopEvent e) => e.Quantity),
        Amounts("unit_price", static (in ShopEvent e) => e.Kind == EventKind.CartItemAdded,
            static (in ShopEvent e) => e.UnitPrice),
        Amounts("total", IsOrder, static (in ShopEvent e) => e.Total),
        Amounts("discount", IsOrder, static (in ShopEvent e) => e.Discount),
        Amounts("amount", static (in ShopEvent e) => HasAmount(e.Kind), static (in ShopEvent e) => e.Amount),
        Texts("status", static (in ShopEvent e) => e.Kind == EventKind.PaymentEvent,
            static (in ShopEvent e, ref RecordText to) => to.Append(Enum.GetName(e.Status)!)),
        Texts("country", static (in ShopEvent e) => HasCountry(e.Kind),
            static (in ShopEvent e, ref RecordText to) => to.Append(e.Country)),
        Texts("url", static (in ShopEvent e) => e.Kind == EventKind.PageView,
            static (in ShopEvent e, ref RecordText to) =>
                to.Append(e.Text.Write(stackalloc char[EventText.CharsMax]))),
    ];

    public static string KindName(EventKind kind) => Enum.GetName(kind)!;

    private static bool Always(in ShopEvent shopEvent) => true;

    private static bool IsOrder(in ShopEvent shopEvent) => shopEvent.Kind == EventKind.OrderPlaced;

    private static bool IsCart(EventKind kind) => kind is EventKind.CartItemAdded or EventKind.CartItemRemoved;

    private static bool HasCart(EventKind kind) => IsCart(kind) || kind == EventKind.OrderPlaced;

    private static bool HasAmount(EventKind kind) => kind is EventKind.PaymentEvent or EventKind.RefundIssued;

    private static bool HasOrder(EventKind kind) => HasAmount(kind) || kind == EventKind.OrderPlaced;

    private static bool HasCountry(EventKind kind) => kind is EventKind.PageView or EventKind.SessionStarted;

    private static FlatColumn<ShopEvent> Numbers(
        string name, FlatColumn<ShopEvent>.Test has, FlatColumn<ShopEvent>.Reader number) =>
        new(new EventColumn(name, EventValue.Number), has, number, null);

    private static FlatColumn<ShopEvent> Amounts(
        string name, FlatColumn<ShopEvent>.Test has, FlatColumn<ShopEvent>.Reader number) =>
        new(new EventColumn(name, EventValue.Amount), has, number, null);

    private static FlatColumn<ShopEvent> Texts(
        string name, FlatColumn<ShopEvent>.Test has, FlatColumn<ShopEvent>.Writer text) =>
        new(new EventColumn(name, EventValue.Text), has, null, text);
}
