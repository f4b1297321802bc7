using System.Collections.Generic;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Time;
using HotPath.Generator.Commerce;

namespace HotPath.Generator.Shop;

/// <summary>
/// From a filled cart to a payment, and what comes after: an order, one or two attempts to pay, stock, and sometimes
/// money that goes back.
/// </summary>
internal sealed class PurchasePlan
{
    private const long SecondMs = 1_000;
    private const long Shipping = 49_000;
    private const long FreeFrom = 500_000;
    private const long LatestRefundMs = 4 * CivilTime.HourMs;

    private readonly long _longestPauseMs;
    private readonly SplitMix64 _draws;

    public PurchasePlan(GeneratorOptions options, SplitMix64 draws)
    {
        _longestPauseMs = options.SessionGapMs - 1;
        _draws = draws;
    }

    /// <summary>Plans a purchase.</summary>
    /// <param name="visit">Visit with its cart.</param>
    /// <param name="tenant">Where.</param>
    /// <param name="cart">What is bought; the order becomes a holder of it, counted already.</param>
    /// <param name="nowMs">Last event of the visit so far; moves on. Unit: ms since the Unix epoch.</param>
    /// <param name="events">Receives the events.</param>
    /// <returns>Those that are the visitor's own. Unit: events.</returns>
    public int Plan(
        in ShopEvent visit, Tenant tenant, OrderLines cart, ref long nowMs, List<ShopEvent> events)
    {
        nowMs += Pause();
        events.Add(visit with
        {
            Kind = EventKind.PageView,
            TimeMs = nowMs,
            Page = PageType.CHECKOUT,
            Detail = 2_000,
            Text = new EventText("/checkout"),
        });
        nowMs += Pause();
        ShopEvent order = Order(visit, tenant, cart) with { TimeMs = nowMs };
        events.Add(order);
        int attempts = Pay(order, tenant, ref nowMs, events, out ShopEvent? captured);
        foreach (OrderLine line in cart.Lines)
        {
            events.Add(new ShopEvent
            {
                Kind = EventKind.InventoryAdjusted,
                TimeMs = order.TimeMs + (2 * SecondMs),
                TenantId = tenant.Id,
                SourceId = SourceId.BackOffice,
                ProductId = line.ProductId,
                VariantId = line.VariantId,
                Quantity = -line.Quantity,
            });
        }

        if (captured is { } paid && _draws.Below(100) < 10)
        {
            events.Add(Refund(paid, tenant));
        }

        return 2 + attempts;
    }

    private ShopEvent Order(in ShopEvent visit, Tenant tenant, OrderLines cart)
    {
        long sum = 0;
        int pieces = 0;
        foreach (OrderLine line in cart.Lines)
        {
            sum += line.UnitPrice * line.Quantity;
            pieces += line.Quantity;
        }

        bool hasCoupon = _draws.Below(100) < 12;
        long discount = hasCoupon ? -(sum / 1_000 * 100) : 0;
        long shipping = sum >= FreeFrom ? 0 : Shipping;
        return visit with
        {
            Kind = EventKind.OrderPlaced,
            OrderId = ++tenant.Orders,
            Total = sum + discount + shipping,
            Shipping = shipping,
            Discount = discount,
            Quantity = pieces,
            Text = hasCoupon ? new EventText("TENTH") : default,
            Lines = cart,
        };
    }

    // Declined payments are tried once more; a tenth of the buyers think better of it and never pay.
    private int Pay(
        in ShopEvent order, Tenant tenant, ref long nowMs, List<ShopEvent> events, out ShopEvent? captured)
    {
        captured = null;
        if (_draws.Below(100) < 10)
        {
            return 0;
        }

        var method = (PaymentMethod)(1 + _draws.Below(3));
        int count = events.Count;
        for (int attempt = 1; attempt <= 2 && captured is null; attempt++)
        {
            nowMs += _draws.Between(SecondMs, 15 * SecondMs);
            ShopEvent payment = order with
            {
                Kind = EventKind.PaymentEvent,
                TimeMs = nowMs,
                SourceId = SourceId.Payments,
                PaymentId = ++tenant.Payments,
                Amount = order.Total,
                Method = method,
                Attempt = attempt,
                Text = new EventText("psp-", tenant.Id, tenant.Payments),
                Lines = null,
            };
            if (_draws.Below(100) < 12)
            {
                events.Add(payment with { Status = PaymentStatus.DECLINED });
                continue;
            }

            events.Add(payment with { Status = PaymentStatus.AUTHORISED });
            nowMs += _draws.Between(SecondMs, 5 * SecondMs);
            ShopEvent paid = payment with { Status = PaymentStatus.CAPTURED, TimeMs = nowMs };
            events.Add(paid);
            captured = paid;
        }

        return events.Count - count;
    }

    private ShopEvent Refund(in ShopEvent captured, Tenant tenant)
    {
        bool isWhole = _draws.Below(2) == 0;
        return new ShopEvent
        {
            Kind = EventKind.RefundIssued,
            TimeMs = captured.TimeMs + _draws.Between(CivilTime.MinuteMs, LatestRefundMs),
            TenantId = tenant.Id,
            SourceId = SourceId.BackOffice,
            OrderId = captured.OrderId,
            PaymentId = captured.PaymentId,
            RefundId = ++tenant.Refunds,
            Amount = isWhole ? captured.Amount : captured.Amount / 200 * 100,
            Reason = (RefundReason)(1 + _draws.Below(4)),
        };
    }

    private long Pause() => System.Math.Min(_draws.Between(SecondMs, 60 * SecondMs), _longestPauseMs);
}
