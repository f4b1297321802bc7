namespace HotPath.Generator.Shop;

/// <summary>One product of an order.</summary>
/// <param name="ProductId">Product.</param>
/// <param name="VariantId">Size or colour; 0 for none.</param>
/// <param name="UnitPrice">Price of one. Unit: ten-thousandths of the currency unit.</param>
/// <param name="Quantity">How many.</param>
internal readonly record struct OrderLine(long ProductId, long VariantId, long UnitPrice, int Quantity);
