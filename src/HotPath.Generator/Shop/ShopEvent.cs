using HotPath.Generator.Commerce;

namespace HotPath.Generator.Shop;

/// <summary>
/// One event of a shop, all kinds in one type: what a kind does not have is 0 or null. Amounts are in ten-thousandths
/// of the currency unit.
/// </summary>
internal readonly record struct ShopEvent
{
    public ShopEvent()
    {
    }

    public required EventKind Kind { get; init; }

    /// <summary>When it happened, by the clock of its source. Unit: ms since the Unix epoch.</summary>
    public required long TimeMs { get; init; }

    public required int TenantId { get; init; }

    public required int SourceId { get; init; }

    public long SourceSequence { get; init; }

    public ulong IdHigh { get; init; }

    public ulong IdLow { get; init; }

    /// <summary>Session of the visitor; 0 for what no visitor does.</summary>
    public long SessionId { get; init; }

    /// <summary>User; 0 for one who is not signed in.</summary>
    public long UserId { get; init; }

    public DeviceType Device { get; init; }

    public string Country { get; init; } = string.Empty;

    public PageType Page { get; init; }

    public long ProductId { get; init; }

    public long VariantId { get; init; }

    public long CartId { get; init; }

    public long OrderId { get; init; }

    public long PaymentId { get; init; }

    public long RefundId { get; init; }

    /// <summary>Pieces; of an order all lines together, of stock its change.</summary>
    public int Quantity { get; init; }

    public long UnitPrice { get; init; }

    public long Total { get; init; }

    public long Shipping { get; init; }

    public long Discount { get; init; }

    public long Amount { get; init; }

    public PaymentMethod Method { get; init; }

    public PaymentStatus Status { get; init; }

    public int Attempt { get; init; }

    public RefundReason Reason { get; init; }

    /// <summary>Number of something small: page, place in a list, results found.</summary>
    public int Detail { get; init; }

    /// <summary>Address, query, coupon or reference, as the kind has it.</summary>
    public EventText Text { get; init; }

    /// <summary>Time of a session's first event. Unit: ms since the Unix epoch.</summary>
    public long SessionStartMs { get; init; }

    /// <summary>Of an order, and nothing else.</summary>
    public OrderLines? Lines { get; init; }
}
