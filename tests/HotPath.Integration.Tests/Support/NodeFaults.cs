namespace HotPath.Integration.Tests.Support;

/// <summary>What goes wrong around a simulated node, and how often it did: a fault that never strikes proves
/// nothing.</summary>
public sealed record NodeFaults
{
    /// <summary>Lives ended by a kill or a power cut.</summary>
    public int Crashes { get; init; }

    /// <summary>Lives ended by a sync that failed: of journal, state or sink.</summary>
    public int FailedSyncs { get; init; }

    /// <summary>Lives ended by a sink without space.</summary>
    public int FullSinks { get; init; }

    /// <summary>Lives whose journal or state found no space and went on.</summary>
    public int FullDisks { get; init; }

    /// <summary>Lives with a slow device.</summary>
    public int SlowDisks { get; init; }

    /// <summary>Bits turned in the journal.</summary>
    public int Flips { get; init; }

    /// <summary>Turned bits that were found; the others were harmless.</summary>
    public int FlipsFound { get; init; }

    /// <summary>Adds up.</summary>
    /// <param name="other">What went wrong elsewhere.</param>
    /// <returns>The sums.</returns>
    public NodeFaults Plus(NodeFaults other) => new()
    {
        Crashes = Crashes + other.Crashes,
        FailedSyncs = FailedSyncs + other.FailedSyncs,
        FullSinks = FullSinks + other.FullSinks,
        FullDisks = FullDisks + other.FullDisks,
        SlowDisks = SlowDisks + other.SlowDisks,
        Flips = Flips + other.Flips,
        FlipsFound = FlipsFound + other.FlipsFound,
    };

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Crashes} crashes, {FailedSyncs} failed syncs, {FullSinks} full sinks, {FullDisks} full disks, "
        + $"{SlowDisks} slow disks, {Flips} flips of which {FlipsFound} found";
}
