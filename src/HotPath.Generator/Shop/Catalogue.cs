using System;
using HotPath.Foundation.Hashing;

namespace HotPath.Generator.Shop;

/// <summary>Products and their prices, which are a function of tenant and product.</summary>
internal sealed class Catalogue
{
    private const long TenThousandthsPerCent = 100;

    private readonly int _products;

    public Catalogue(int products) => _products = products;

    /// <summary>A product; those with small numbers are looked at most.</summary>
    public long Draw(SplitMix64 draws) => 1 + Math.Min(draws.Below(_products), draws.Below(_products));

    /// <summary>Size or colour of a product; 0 for the half that have none.</summary>
    public static long Variant(long productId, SplitMix64 draws) =>
        productId % 2 == 0 ? (productId * 10) + draws.Below(4) : 0;

    /// <summary>Unit: ten-thousandths of the currency unit; whole cents, from 0.99 to 499.99.</summary>
    public static long Price(int tenantId, long productId) =>
        (99 + (long)(StableHash.Mix((ulong)tenantId, (ulong)productId) % 49_901)) * TenThousandthsPerCent;
}
