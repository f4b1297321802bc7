using System.Collections.Generic;
using HotPath.Foundation.Hashing;

namespace HotPath.Generator.Shop;

/// <summary>Everything that happens in all shops, without end, in the order in which it happens.</summary>
internal sealed class ShopStream
{
    private readonly TenantMix _tenants;
    private readonly Visits _visits;
    private readonly VisitPlan _plan;
    private readonly SplitMix64 _idsHigh;
    private readonly SplitMix64 _idsLow;
    private readonly List<ShopEvent> _planned = [];
    private readonly PriorityQueue<ShopEvent, (long TimeMs, long Number)> _coming = new();
    private long _number;

    public ShopStream(GeneratorOptions options, SplitMix64 seeds)
    {
        _tenants = new TenantMix(options.Tenants, options.Users);
        _visits = new Visits(options, _tenants, seeds.Next());
        _plan = new VisitPlan(options, seeds.Next());

        // Each of 2^64 states is another number: no id comes twice.
        _idsHigh = new SplitMix64(seeds.Next());
        _idsLow = new SplitMix64(seeds.Next());
    }

    /// <summary>The next event; its time is not less than that of the one before.</summary>
    public ShopEvent Next()
    {
        while (!_coming.TryPeek(out _, out (long TimeMs, long Number) first) || first.TimeMs >= _visits.TimeMs)
        {
            _planned.Clear();
            _plan.Plan(_visits.TimeMs, _visits.Visited, _planned);
            foreach (ShopEvent planned in _planned)
            {
                _coming.Enqueue(planned, (planned.TimeMs, _number++));
            }

            _visits.Advance();
        }

        ShopEvent next = _coming.Dequeue();
        return next with
        {
            SourceSequence = _tenants[next.TenantId].NextSequence(next.SourceId),
            IdHigh = _idsHigh.Next(),
            IdLow = _idsLow.Next(),
        };
    }
}
