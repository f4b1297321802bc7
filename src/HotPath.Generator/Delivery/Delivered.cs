using HotPath.Generator.Shop;

namespace HotPath.Generator.Delivery;

/// <summary>One record as it arrives.</summary>
/// <param name="Event">The event, if it is one; what it holds is used again for the next record.</param>
/// <param name="PoisonKind">What is wrong with a record that is no event, from 0 to 2; -1 for an event.</param>
internal readonly record struct Delivered(ShopEvent Event, int PoisonKind = Delivered.NoPoison)
{
    private const int NoPoison = -1;

    /// <summary>Whether it is an event.</summary>
    public bool IsEvent => PoisonKind == NoPoison;
}
