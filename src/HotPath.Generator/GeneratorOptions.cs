namespace HotPath.Generator;

/// <summary>
/// What is made: equal options give equal bytes. Shares are in parts per million, so that no rounding depends on a
/// machine. Ranges are those of the command line.
/// </summary>
public sealed record GeneratorOptions
{
    /// <summary>Records written: events, copies and poison rows. Range: at least 1.</summary>
    public long Events { get; init; } = 100_000;

    /// <summary>Chooses another shop with the same properties.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Event time at which the first visitor may come. Unit: ms since the Unix epoch.</summary>
    public long StartMs { get; init; } = 1_785_542_400_000;

    /// <summary>Events a second of event time, about, over a whole day. Range: 1 to 1,000,000.</summary>
    public int Density { get; init; } = 20;

    /// <summary>Shops; the n-th has about a n-th of the first one's visitors. Range: 1 to 1,000.</summary>
    public int Tenants { get; init; } = 10;

    /// <summary>Signed-in users of all tenants, shared out like their visitors. Range: 1 to 10,000,000.</summary>
    public int Users { get; init; } = 10_000;

    /// <summary>Products of each tenant. Range: 1 to 1,000,000.</summary>
    public int Products { get; init; } = 1_000;

    /// <summary>
    /// Events of one session lie closer together than this, sessions of one user farther apart. Unit: ms. Range: one
    /// minute to one day.
    /// </summary>
    public long SessionGapMs { get; init; } = 1_800_000;

    /// <summary>Event time from one burst to the next. Unit: ms. Range: 0 for none, or at least one minute.</summary>
    public long BurstEveryMs { get; init; } = 600_000;

    /// <summary>How many times the usual visitors come in the half minute of a burst. Range: 2 to 1,000.</summary>
    public int BurstFactor { get; init; } = 10;

    /// <summary>
    /// Most by which an event that is not late arrives behind one that happened later, exclusive; the scripts declare
    /// it as the watermark's delay. Unit: ms. Range: 1 to one hour.
    /// </summary>
    public long BoundMs { get; init; } = 5_000;

    /// <summary>Share of events that arrive out of order within the bound. Unit: parts per million.</summary>
    public int DisorderPpm { get; init; } = 500_000;

    /// <summary>Share of events that arrive later than the bound. Unit: parts per million.</summary>
    public int LatePpm { get; init; } = 1_000;

    /// <summary>Most by which those exceed the bound. Unit: ms. Range: 1 to one day.</summary>
    public long LateByMs { get; init; } = 300_000;

    /// <summary>Share of events that come a second time, octet for octet. Unit: parts per million.</summary>
    public int DuplicatesPpm { get; init; } = 5_000;

    /// <summary>Most time between an event and its copy. Unit: ms. Range: 1 to one day.</summary>
    public long DuplicatesWithinMs { get; init; } = 60_000;

    /// <summary>Share of the smallest tenant's events with a clock a month ahead. Unit: parts per million.</summary>
    public int FarFuturePpm { get; init; } = 1_000;

    /// <summary>Share of records that are no event at all. Unit: parts per million.</summary>
    public int PoisonPpm { get; init; } = 200;

    /// <summary>How long event ids are remembered in the scripts. Unit: ms. Range: one minute to one day.</summary>
    public long DedupWindowMs { get; init; } = 3_600_000;
}
