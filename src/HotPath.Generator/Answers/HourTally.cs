using System.Collections.Generic;
using HotPath.Generator.Commerce;
using HotPath.Generator.Shop;

namespace HotPath.Generator.Answers;

/// <summary>What is asked of every hour.</summary>
internal sealed class HourTally
{
    private readonly HashSet<long> _users = [];
    private readonly HashSet<long> _sessions = [];

    public long Events { get; private set; }

    public int Users => _users.Count;

    public int Sessions => _sessions.Count;

    public AmountSum Captured { get; private set; }

    public AmountSum Refunded { get; private set; }

    public void Add(in ShopEvent shopEvent)
    {
        Events++;
        if (shopEvent.UserId != 0)
        {
            _users.Add(shopEvent.UserId);
        }

        if (shopEvent.SessionId != 0)
        {
            _sessions.Add(shopEvent.SessionId);
        }

        if (shopEvent is { Kind: EventKind.PaymentEvent, Status: PaymentStatus.CAPTURED })
        {
            Captured = Captured.With(shopEvent.Amount);
        }
        else if (shopEvent.Kind == EventKind.RefundIssued)
        {
            Refunded = Refunded.With(shopEvent.Amount);
        }
    }
}
