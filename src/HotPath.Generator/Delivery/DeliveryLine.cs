using HotPath.Foundation.Hashing;
using HotPath.Foundation.Time;
using HotPath.Generator.Shop;

namespace HotPath.Generator.Delivery;

/// <summary>
/// How events arrive: some delayed within the bound, some beyond it, some twice, some from a clock a month ahead, and
/// now and then a record that is no event.
/// </summary>
/// <remarks>
/// Draws from a sequence of its own: other delays are the same shop. Within the bound no event is late: what arrived
/// before it happened less than the bound later than it.
/// </remarks>
internal sealed class DeliveryLine
{
    private const int Million = 1_000_000;
    private const int PoisonKinds = 3;
    private const long FutureMs = 30 * CivilTime.DayMs;

    private readonly GeneratorOptions _options;
    private readonly ShopStream _shop;
    private readonly SplitMix64 _draws;
    private readonly EventQueue _underway = new();
    private ShopEvent _delivered;
    private long _happenedMs = long.MinValue;
    private bool _isAfterEvent;

    public DeliveryLine(GeneratorOptions options, ShopStream shop, ulong seed)
    {
        _options = options;
        _shop = shop;
        _draws = new SplitMix64(seed);
    }

    /// <summary>The line of some shops, at its start.</summary>
    /// <param name="options">What is made.</param>
    public static DeliveryLine Of(GeneratorOptions options)
    {
        var seeds = new SplitMix64((ulong)options.Seed);
        return new DeliveryLine(options, new ShopStream(options, seeds), seeds.Next());
    }

    /// <summary>The next record.</summary>
    /// <returns>Valid until the next call.</returns>
    public Delivered Next()
    {
        // Never two in a row: what lies between two frames is one rejected record, however much it is. So the share of
        // all records has to come from those behind an event.
        bool isPoison = _isAfterEvent && _draws.Below(Million - _options.PoisonPpm) < _options.PoisonPpm;
        _isAfterEvent = !isPoison;
        if (isPoison)
        {
            return new Delivered(default, _draws.Below(PoisonKinds));
        }

        _shop.Release(_delivered);
        while (!_underway.IsDue(_happenedMs))
        {
            Send(_shop.Next());
        }

        _delivered = _underway.Take();
        return new Delivered(_delivered);
    }

    private void Send(ShopEvent sent)
    {
        _happenedMs = sent.TimeMs;
        long arrivalMs = sent.TimeMs + DelayMs();
        if (sent.TenantId == _options.Tenants && Happens(_options.FarFuturePpm))
        {
            sent = sent with { TimeMs = sent.TimeMs + FutureMs };
        }

        _underway.Add(sent, arrivalMs);
        if (Happens(_options.DuplicatesPpm))
        {
            long copyMs = arrivalMs + _draws.Between(0, _options.DuplicatesWithinMs);
            _underway.Add(sent, copyMs);
            if (sent.Lines is { } lines)
            {
                lines.Holders++;
            }
        }
    }

    private long DelayMs()
    {
        if (Happens(_options.LatePpm))
        {
            return _options.BoundMs + _draws.Between(1, _options.LateByMs);
        }

        return Happens(_options.DisorderPpm) ? _draws.Between(0, _options.BoundMs - 1) : 0;
    }

    private bool Happens(int ppm) => _draws.Below(Million) < ppm;
}
