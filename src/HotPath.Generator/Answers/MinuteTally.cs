using HotPath.Generator.Shop;

namespace HotPath.Generator.Answers;

/// <summary>What is asked of every minute.</summary>
internal sealed class MinuteTally
{
    public long Events { get; private set; }

    public long Views { get; private set; }

    public long Carts { get; private set; }

    public long Orders { get; private set; }

    public AmountSum Revenue { get; private set; }

    public void Add(in ShopEvent shopEvent)
    {
        Events++;
        switch (shopEvent.Kind)
        {
            case EventKind.PageView:
                Views++;
                break;
            case EventKind.CartItemAdded:
                Carts++;
                break;
            case EventKind.OrderPlaced:
                Orders++;
                Revenue = Revenue.With(shopEvent.Total);
                break;
            default:
                break;
        }
    }
}
