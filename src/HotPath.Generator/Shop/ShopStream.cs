using System.Collections.Generic;
using System.Runtime.InteropServices;
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
    private readonly EventQueue _coming = new();
    private readonly OrderLinesPool _lines = new();

    public ShopStream(GeneratorOptions options, SplitMix64 seeds)
    {
        _tenants = new TenantMix(options.Tenants, options.Users);
        _visits = new Visits(options, _tenants, seeds.Next());
        _plan = new VisitPlan(options, _lines, seeds.Next());

        // Each of 2^64 states is another number: no id comes twice.
        _idsHigh = new SplitMix64(seeds.Next());
        _idsLow = new SplitMix64(seeds.Next());
    }

    /// <summary>The next event; its time is not less than that of the one before.</summary>
    public ShopEvent Next()
    {
        while (!_coming.IsDue(_visits.TimeMs - 1))
        {
            _planned.Clear();
            _plan.Plan(_visits.TimeMs, _visits.Visited, _planned);
            foreach (ref readonly ShopEvent planned in CollectionsMarshal.AsSpan(_planned))
            {
                _coming.Add(planned, planned.TimeMs);
            }

            _visits.Advance();
        }

        ref readonly ShopEvent next = ref _coming.Take();
        return next with
        {
            SourceSequence = _tenants[next.TenantId].NextSequence(next.SourceId),
            IdHigh = _idsHigh.Next(),
            IdLow = _idsLow.Next(),
        };
    }

    /// <summary>An event is needed no more: what it holds is used again.</summary>
    public void Release(in ShopEvent done)
    {
        if (done.Lines is { } lines)
        {
            _lines.Release(lines);
        }
    }
}
