using System;
using System.Collections.Generic;
using HotPath.Generator.Shop;

namespace HotPath.Generator.Formats;

/// <summary>
/// The columns that csv and json files have and that a table of format sbe over all messages can have: what one table
/// in SQL says of every kind of event.
/// </summary>
internal static class FlatColumns
{
    private const string Number = "BIGINT";
    private const string Amount = "DECIMAL(19, 4)";
    private const string Text = "STRING";

    /// <summary>In the order in which csv has them.</summary>
    public static IReadOnlyList<FlatColumn> All { get; } =
    [
        new("event_id", Text, true, Always, static (ShopEvent e, ref RecordText to) => to.AppendId(e.IdHigh, e.IdLow)),
        new("event_type", Text, true, Always, static (ShopEvent e, ref RecordText to) => to.Append(KindName(e.Kind))),
        new("event_time", "TIMESTAMP(3)", true, Always,
            static (ShopEvent e, ref RecordText to) => to.AppendTime(e.TimeMs)),
        Numbers("tenant_id", Always, static e => e.TenantId),
        Numbers("source_id", Always, static e => e.SourceId),
        Numbers("source_sequence", Always, static e => e.SourceSequence),
        Numbers("session_id", static e => e.SessionId != 0, static e => e.SessionId),
        Numbers("user_id", static e => e.UserId != 0, static e => e.UserId),
        Numbers("product_id", static e => e.ProductId != 0, static e => e.ProductId),
        Numbers("cart_id", static e => HasCart(e.Kind), static e => e.CartId),
        Numbers("order_id", static e => HasOrder(e.Kind), static e => e.OrderId),
        Numbers("payment_id", static e => HasAmount(e.Kind), static e => e.PaymentId),
        Numbers("quantity", static e => IsCart(e.Kind), static e => e.Quantity),
        Amounts("unit_price", static e => e.Kind == EventKind.CartItemAdded, static e => e.UnitPrice),
        Amounts("total", static e => e.Kind == EventKind.OrderPlaced, static e => e.Total),
        Amounts("discount", static e => e.Kind == EventKind.OrderPlaced, static e => e.Discount),
        Amounts("amount", static e => HasAmount(e.Kind), static e => e.Amount),
        new("status", Text, true, static e => e.Kind == EventKind.PaymentEvent,
            static (ShopEvent e, ref RecordText to) => to.Append(e.Status.ToString())),
        new("country", Text, true, static e => HasCountry(e.Kind),
            static (ShopEvent e, ref RecordText to) => to.Append(e.Country)),
        new("url", Text, true, static e => e.Kind == EventKind.PageView,
            static (ShopEvent e, ref RecordText to) => to.Append(e.Text)),
    ];

    public static string KindName(EventKind kind) => Enum.GetName(kind)!;

    private static bool Always(ShopEvent shopEvent) => true;

    private static bool IsCart(EventKind kind) => kind is EventKind.CartItemAdded or EventKind.CartItemRemoved;

    private static bool HasCart(EventKind kind) => IsCart(kind) || kind == EventKind.OrderPlaced;

    private static bool HasAmount(EventKind kind) => kind is EventKind.PaymentEvent or EventKind.RefundIssued;

    private static bool HasOrder(EventKind kind) => HasAmount(kind) || kind == EventKind.OrderPlaced;

    private static bool HasCountry(EventKind kind) => kind is EventKind.PageView or EventKind.SessionStarted;

    private static FlatColumn Numbers(string name, Func<ShopEvent, bool> has, Func<ShopEvent, long> value) =>
        new(name, Number, false, has, (ShopEvent e, ref RecordText to) => to.AppendNumber(value(e)));

    private static FlatColumn Amounts(string name, Func<ShopEvent, bool> has, Func<ShopEvent, long> value) =>
        new(name, Amount, false, has, (ShopEvent e, ref RecordText to) => to.AppendAmount(value(e)));
}
