using System.Collections.Generic;
using HotPath.Generator.Commerce;
using HotPath.Generator.Shop;

namespace HotPath.Generator.Answers;

/// <summary>The visits of one tenant, and the money.</summary>
internal sealed class TenantFunnel
{
    private readonly Dictionary<long, Visit> _visits = [];
    private AmountSum _ordered;
    private AmountSum _captured;
    private AmountSum _refunded;

    public static string Header =>
        "tenant_id,sessions,viewed,carted,ordered,paid,orders,revenue,payments,captured,refunds,refunded";

    public void Add(in ShopEvent shopEvent)
    {
        FunnelStep step = Step(shopEvent);
        if (shopEvent.SessionId != 0)
        {
            if (!_visits.TryGetValue(shopEvent.SessionId, out Visit? visit))
            {
                _visits.Add(shopEvent.SessionId, visit = new Visit());
            }

            visit.Add(step, shopEvent.TimeMs);
        }

        switch (step)
        {
            case FunnelStep.Ordered:
                _ordered = _ordered.With(shopEvent.Total);
                break;
            case FunnelStep.Paid:
                _captured = _captured.With(shopEvent.Amount);
                break;
            default:
                _refunded = shopEvent.Kind == EventKind.RefundIssued ? _refunded.With(shopEvent.Amount) : _refunded;
                break;
        }
    }

    public void Write(int tenantId, AnswerTable table)
    {
        int[] reached = new int[(int)FunnelStep.Paid + 1];
        foreach (Visit visit in _visits.Values)
        {
            for (FunnelStep step = visit.Reached(); step >= FunnelStep.None; step--)
            {
                reached[(int)step]++;
            }
        }

        table.Add($"{tenantId},{string.Join(',', reached)},{Money(_ordered)},{Money(_captured)},{Money(_refunded)}");
    }

    private static FunnelStep Step(in ShopEvent shopEvent) => shopEvent switch
    {
        { Kind: EventKind.PageView } => FunnelStep.Viewed,
        { Kind: EventKind.CartItemAdded } => FunnelStep.Carted,
        { Kind: EventKind.OrderPlaced } => FunnelStep.Ordered,
        { Kind: EventKind.PaymentEvent, Status: PaymentStatus.CAPTURED } => FunnelStep.Paid,
        _ => FunnelStep.None,
    };

    private static string Money(AmountSum sum) =>
        System.FormattableString.Invariant($"{sum.Count},{AnswerText.Sum(sum)}");
}
