namespace HotPath.Generator.Shop;

/// <summary>What happened; names and numbers are those of the schema's messages.</summary>
internal enum EventKind
{
    PageView = 1,
    ProductClick = 2,
    SearchPerformed = 3,
    CartItemAdded = 4,
    CartItemRemoved = 5,
    OrderPlaced = 6,
    PaymentEvent = 7,
    RefundIssued = 8,
    InventoryAdjusted = 9,
    SessionStarted = 12,
    SessionEnded = 13,
}
