using System.Collections.Generic;

namespace HotPath.Operators.State;

/// <summary>Usage of every tenant of one shard; tenant ids are dense, so they index a list.</summary>
/// <remarks>Threading: single-threaded; owned by one shard.</remarks>
internal sealed class TenantUsages
{
    private readonly List<TenantUsage> _usages = [];

    public TenantUsage Of(int tenant)
    {
        while (_usages.Count <= tenant)
        {
            _usages.Add(new TenantUsage());
        }

        return _usages[tenant];
    }
}
