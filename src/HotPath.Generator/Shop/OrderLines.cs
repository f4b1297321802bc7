using System.Collections.Generic;

namespace HotPath.Generator.Shop;

/// <summary>Products in a cart, then of an order: used again when its last holder has let go of it.</summary>
internal sealed class OrderLines
{
    // A visit has no more pages to put something into the cart from.
    private const int LinesMax = 9;

    public List<OrderLine> Lines { get; } = new(LinesMax);

    /// <summary>Holders: the visit that is planned, or the events under way. Unit: holders.</summary>
    public int Holders { get; set; }
}
