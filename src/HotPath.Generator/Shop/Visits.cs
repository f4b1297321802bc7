using HotPath.Foundation.Hashing;
using HotPath.Foundation.Time;

namespace HotPath.Generator.Shop;

/// <summary>
/// When the next visitor comes, and to which shop. Candidates come at the rate of the busiest hour; each is kept with
/// the likelihood of its tenant's hour, which gives every tenant its own day. In a burst more come, and all that are
/// more go to one tenant.
/// </summary>
internal sealed class Visits
{
    // Events of a session with what follows from it, about: measured over a day; a test holds the density to it.
    private const long EventsPerSession = 11;
    private const long BurstMs = 30_000;
    private const long MicrosecondsPerMs = 1_000;
    private const long MicrosecondsPerSecond = 1_000_000;

    private readonly GeneratorOptions _options;
    private readonly TenantMix _tenants;
    private readonly SplitMix64 _draws;
    private readonly long _meanGapUs;
    private long _nowUs;
    private long _slot = -1;
    private long _burstStartMs;
    private Tenant? _burstTenant;

    public Visits(GeneratorOptions options, TenantMix tenants, ulong seed)
    {
        _options = options;
        _tenants = tenants;
        _draws = new SplitMix64(seed);
        long burstPercent =
            options.BurstEveryMs == 0 ? 0 : 100 * BurstMs * (options.BurstFactor - 1) / options.BurstEveryMs;
        _meanGapUs = MicrosecondsPerSecond * EventsPerSession * Tenant.MeanPercent * (100 + burstPercent)
            / (100L * 100 * options.Density);
        Visited = tenants[1];
        Advance();
    }

    /// <summary>When the next visitor comes. Unit: ms since the Unix epoch.</summary>
    public long TimeMs => _options.StartMs + (_nowUs / MicrosecondsPerMs);

    /// <summary>Where to.</summary>
    public Tenant Visited { get; private set; }

    /// <summary>Goes on to the visitor after this one.</summary>
    public void Advance()
    {
        bool isKept;
        do
        {
            bool isBurst = IsBurst();
            _nowUs += _draws.Between(0, 2 * _meanGapUs / (isBurst ? _options.BurstFactor : 1));
            bool isExtra = isBurst && _draws.Below(_options.BurstFactor) > 0;
            Tenant usual = _tenants.Draw(_draws);
            isKept = _draws.Below(1_000) < usual.PermilleAt(TimeMs);
            Visited = isExtra ? _burstTenant! : usual;
        }
        while (!isKept);
    }

    private bool IsBurst()
    {
        if (_options.BurstEveryMs == 0)
        {
            return false;
        }

        long slot = CivilTime.FloorDiv(TimeMs - _options.StartMs, _options.BurstEveryMs);
        if (slot != _slot)
        {
            _slot = slot;
            _burstTenant = _tenants.Draw(_draws);
            _burstStartMs = _options.StartMs + (slot * _options.BurstEveryMs)
                + _draws.Between(0, _options.BurstEveryMs - BurstMs);
        }

        return TimeMs >= _burstStartMs && TimeMs < _burstStartMs + BurstMs;
    }
}
