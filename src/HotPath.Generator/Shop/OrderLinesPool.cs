using System.Collections.Generic;

namespace HotPath.Generator.Shop;

/// <summary>Carts that nobody holds.</summary>
internal sealed class OrderLinesPool
{
    private const int AtFirst = 64;

    private readonly Stack<OrderLines> _free = new();

    /// <summary>A pool with some carts, as many as a quiet shop ever needs.</summary>
    public OrderLinesPool()
    {
        for (int i = 0; i < AtFirst; i++)
        {
            _free.Push(new OrderLines());
        }
    }

    /// <summary>An empty cart with one holder.</summary>
    public OrderLines Take()
    {
        OrderLines taken = _free.TryPop(out OrderLines? free) ? free : new OrderLines();
        taken.Holders = 1;
        return taken;
    }

    /// <summary>One holder less.</summary>
    public void Release(OrderLines held)
    {
        if (--held.Holders == 0)
        {
            held.Lines.Clear();
            _free.Push(held);
        }
    }
}
