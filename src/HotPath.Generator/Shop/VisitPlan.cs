using System;
using System.Collections.Generic;
using HotPath.Foundation.Hashing;
using HotPath.Generator.Commerce;

namespace HotPath.Generator.Shop;

/// <summary>
/// One visit from its first page to its end: pages, searches, clicks, a cart, and what becomes of the cart. No two
/// events of it lie as far apart as the session gap, and a user who is still in a session is not drawn again.
/// </summary>
internal sealed class VisitPlan
{
    private const long SecondMs = 1_000;
    private const int SignedInPercent = 70;

    private static readonly string[] Countries = ["DE", "FR", "GB", "JP", "US"];

    private static readonly DeviceType[] Devices =
    [
        DeviceType.DESKTOP, DeviceType.MOBILE_WEB, DeviceType.TABLET, DeviceType.NATIVE_APP,
    ];

    private readonly GeneratorOptions _options;
    private readonly SplitMix64 _draws;
    private readonly Catalogue _catalogue;
    private readonly PurchasePlan _purchase;
    private readonly OrderLinesPool _lines;

    public VisitPlan(GeneratorOptions options, OrderLinesPool lines, ulong seed)
    {
        _lines = lines;
        _options = options;
        _draws = new SplitMix64(seed);
        _catalogue = new Catalogue(options.Products);
        _purchase = new PurchasePlan(options, _draws);
    }

    /// <summary>Plans a visit.</summary>
    /// <param name="startMs">Its first event. Unit: ms since the Unix epoch.</param>
    /// <param name="tenant">Where.</param>
    /// <param name="events">Receives its events, and those that follow from it without the visitor.</param>
    public void Plan(long startMs, Tenant tenant, List<ShopEvent> events)
    {
        DeviceType device = Devices[_draws.Below(Devices.Length)];
        var visit = new ShopEvent
        {
            Kind = EventKind.SessionStarted,
            TimeMs = startMs,
            TenantId = tenant.Id,
            SourceId = device == DeviceType.NATIVE_APP ? SourceId.App : SourceId.Web,
            SessionId = ++tenant.Sessions,
            UserId = User(tenant, startMs),
            Device = device,
            Country = Countries[_draws.Below(Countries.Length)],
            SessionStartMs = startMs,
        };
        events.Add(visit with { Detail = 1 + _draws.Below(20), Text = new EventText("/") });
        long nowMs = startMs;
        OrderLines cart = Browse(visit, tenant, ref nowMs, events);
        int ofVisitor = events.Count;
        if (cart.Lines.Count > 0 && _draws.Below(100) < 55)
        {
            cart.Holders++;
            ofVisitor += _purchase.Plan(visit with { CartId = tenant.Carts }, tenant, cart, ref nowMs, events);
        }

        _lines.Release(cart);
        nowMs += Math.Min(_draws.Between(5 * SecondMs, 300 * SecondMs), _options.SessionGapMs - 1);
        events.Add(visit with { Kind = EventKind.SessionEnded, TimeMs = nowMs, Quantity = ofVisitor + 1 });
        if (visit.UserId != 0)
        {
            tenant.Occupy(visit.UserId, nowMs);
        }
    }

    private OrderLines Browse(in ShopEvent visit, Tenant tenant, ref long nowMs, List<ShopEvent> events)
    {
        OrderLines cart = _lines.Take();
        int pages = 1 + _draws.Below(5) + _draws.Below(5);
        for (int page = 0; page < pages; page++)
        {
            long product = _catalogue.Draw(_draws);
            if (_draws.Below(100) < 15)
            {
                nowMs += Pause();
                events.Add(visit with
                {
                    Kind = EventKind.SearchPerformed,
                    TimeMs = nowMs,
                    Detail = _draws.Below(200),
                    Text = new EventText("p ", product),
                });
            }

            bool isListed = _draws.Below(100) < 25;
            if (isListed)
            {
                nowMs += Pause();
                events.Add(visit with
                {
                    Kind = EventKind.ProductClick,
                    TimeMs = nowMs,
                    ProductId = product,
                    Detail = 1 + _draws.Below(40),
                });
            }

            nowMs += Pause();
            bool isProduct = isListed || _draws.Below(100) < 75;
            events.Add(visit with
            {
                Kind = EventKind.PageView,
                TimeMs = nowMs,
                ProductId = isProduct ? product : 0,
                Page = isProduct ? PageType.PRODUCT : PageType.CATEGORY,
                Detail = _draws.Below(30_000),
                Text = isProduct ? new EventText("/p/", product) : new EventText("/c/", product % 50),
            });
            if (isProduct && _draws.Below(100) < 16)
            {
                nowMs += Pause();
                Add(visit, tenant, product, nowMs, cart.Lines, events);
            }
        }

        if (cart.Lines.Count > 1 && _draws.Below(100) < 20)
        {
            nowMs += Pause();
            Remove(visit with { CartId = tenant.Carts }, nowMs, cart.Lines, events);
        }

        return cart;
    }

    private void Add(
        in ShopEvent visit, Tenant tenant, long product, long nowMs, List<OrderLine> cart, List<ShopEvent> events)
    {
        if (cart.Count == 0)
        {
            tenant.Carts++;
        }

        var line = new OrderLine(
            product, Catalogue.Variant(product, _draws), Catalogue.Price(tenant.Id, product), 1 + _draws.Below(3));
        cart.Add(line);
        events.Add(visit with
        {
            Kind = EventKind.CartItemAdded,
            TimeMs = nowMs,
            CartId = tenant.Carts,
            ProductId = line.ProductId,
            VariantId = line.VariantId,
            UnitPrice = line.UnitPrice,
            Quantity = line.Quantity,
        });
    }

    private static void Remove(in ShopEvent visit, long nowMs, List<OrderLine> cart, List<ShopEvent> events)
    {
        OrderLine line = cart[^1];
        cart.RemoveAt(cart.Count - 1);
        events.Add(visit with
        {
            Kind = EventKind.CartItemRemoved,
            TimeMs = nowMs,
            ProductId = line.ProductId,
            VariantId = line.VariantId,
            Quantity = line.Quantity,
        });
    }

    private long User(Tenant tenant, long startMs)
    {
        long user = 1 + _draws.Below(tenant.Users);
        bool isSignedIn = _draws.Below(100) < SignedInPercent;
        return isSignedIn && tenant.IsFree(user, startMs, _options.SessionGapMs) ? user : 0;
    }

    // Mostly seconds, sometimes minutes, rarely almost the gap.
    private long Pause()
    {
        long longestMs = _options.SessionGapMs - 1;
        return _draws.Below(100) switch
        {
            < 90 => _draws.Between(SecondMs / 2, 20 * SecondMs),
            < 99 => _draws.Between(20 * SecondMs, Math.Min(120 * SecondMs, longestMs)),
            _ => _draws.Between(20 * SecondMs, longestMs),
        };
    }
}
