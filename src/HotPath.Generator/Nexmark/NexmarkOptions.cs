namespace HotPath.Generator.Nexmark;

/// <summary>A stream of Nexmark events. Source: specs/nexmark.md 1.2.</summary>
public sealed record NexmarkOptions
{
    /// <summary>What is wrong with an impossible group, and what to do.</summary>
    public const string DisorderRule = "a multiple of 953, by which events would come twice; take one more";

    /// <summary>Unit: events. Range: at least 1. Default: 1,000,000.</summary>
    public long Events { get; init; } = 1_000_000;

    /// <summary>Seed of every value that is drawn. Default: 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Events in a second of event time. Unit: events/s. Range: 1 to 1,000,000,000. Default: 10,000.</summary>
    public long EventsPerSecond { get; init; } = 10_000;

    /// <summary>Time of the stream's begin. Unit: ms since the Unix epoch. Default: 2026-01-01.</summary>
    public long BaseMs { get; init; } = 1_767_225_600_000;

    /// <summary>Events that are put in another order among themselves; 1 leaves all in order. Unit: events. Range: 1 to
    /// 1,000,000, no multiple of 953, by which they would not come once each.</summary>
    public int DisorderGroup { get; init; } = 1;

    /// <summary>Whether all events of such groups come, once each.</summary>
    public bool HasPossibleDisorder => DisorderGroup == 1 || DisorderGroup % NexmarkNumbers.Stride != 0;

    /// <summary>Whether <c>extra</c> has the benchmark's lengths, up to 500 characters, or up to 7.</summary>
    public bool HasFullExtra { get; init; } = true;

    /// <summary>Whether bidders are 1000 ids above the persons, as in the benchmark's own generator, by which q23 finds
    /// nothing in a short stream.</summary>
    public bool HasUpstreamBidders { get; init; } = true;
}
