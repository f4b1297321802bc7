using HotPath.Generator.Shop;

namespace HotPath.Generator.Delivery;

/// <summary>One record as it arrives.</summary>
/// <param name="Event">The event; null for a record that is none.</param>
/// <param name="PoisonKind">What is wrong with a record that is no event, from 0 to 2.</param>
internal readonly record struct Delivered(ShopEvent? Event, int PoisonKind);
