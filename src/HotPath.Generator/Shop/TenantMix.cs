using System;
using HotPath.Foundation.Hashing;

namespace HotPath.Generator.Shop;

/// <summary>All tenants, of sizes 1, 1/2, 1/3 and so on.</summary>
internal sealed class TenantMix
{
    private const long FirstWeight = 1_000_000;

    private readonly Tenant[] _tenants;
    private readonly long[] _weightsUpTo;

    public TenantMix(int tenants, int users)
    {
        _tenants = new Tenant[tenants];
        _weightsUpTo = new long[tenants];
        long sum = 0;
        for (int i = 0; i < tenants; i++)
        {
            _weightsUpTo[i] = sum += FirstWeight / (i + 1);
        }

        for (int i = 0; i < tenants; i++)
        {
            long share = users * (FirstWeight / (i + 1)) / sum;
            _tenants[i] = new Tenant(i + 1, (int)Math.Max(1, share));
        }
    }

    public Tenant this[int id] => _tenants[id - 1];

    /// <summary>A tenant, the larger the likelier.</summary>
    public Tenant Draw(SplitMix64 draws)
    {
        int found = Array.BinarySearch(_weightsUpTo, draws.Between(1, _weightsUpTo[^1]));
        return _tenants[found < 0 ? ~found : found];
    }
}
