using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Hashing;

namespace HotPath.Integration.Tests.Support;

/// <summary>How one life of a simulated node is to go wrong.</summary>
public sealed record LifePlan
{
    private const int SyncsMax = 12;
    private const int RowsMax = 30;
    private const int SinkSyncsMax = 3;
    private const int FullStepsMax = 400;
    private const int SlowOneInMax = 40;

    private static readonly string[] Agents = ["journal", "sync", "checkpoint", "egress"];

    /// <summary>Step at which the process is no more. Unit: steps.</summary>
    public long StepsMax { get; init; } = long.MaxValue;

    /// <summary>Calls to the journal's disk before the one it dies in.</summary>
    public int? DiesAtCall { get; init; }

    /// <summary>Which sync of the journal from now fails, from 1; 0 for none.</summary>
    public int FailingSyncIn { get; init; }

    /// <summary>Whether a failed sync leaves programs the old content.</summary>
    public bool RevertsAtFailedSync { get; init; }

    /// <summary>How a commit of the store goes wrong.</summary>
    public CommitFault CommitFault { get; init; }

    /// <summary>Commits that pass before it.</summary>
    public int CommitFaultAfter { get; init; }

    /// <summary>Which sync of the sinks fails, from 1; 0 for none.</summary>
    public int FailingSinkSync { get; init; }

    /// <summary>Which row finds its sink without space, from 1; 0 for none.</summary>
    public int FailingSinkWrite { get; init; }

    /// <summary>Step from which the journal's disk takes no more; -1 for never.</summary>
    public long FullFromStep { get; init; } = -1;

    /// <summary>Step at which it has space again.</summary>
    public long FullToStep { get; init; } = -1;

    /// <summary>Agent whose device is slow, or <see langword="null"/>.</summary>
    public string? SlowAgent { get; init; }

    /// <summary>It gets on in one of so many turns.</summary>
    public int SlowOneIn { get; init; } = 1;

    /// <summary>Chooses one way to end, and what makes it harder.</summary>
    /// <param name="random">Where from.</param>
    /// <param name="stepsMax">It comes within so many steps, if it comes at all.</param>
    /// <returns>The plan.</returns>
    public static LifePlan Choose(SplitMix64 random, int stepsMax)
    {
        var life = new LifePlan
        {
            RevertsAtFailedSync = random.Below(2) == 0,
            CommitFault = random.Below(4) == 0 ? CommitFault.DiskFull : CommitFault.None,
            CommitFaultAfter = random.Below(2),
        };
        life = random.Below(8) switch
        {
            0 or 1 => life with { StepsMax = 1 + random.Below(stepsMax) },
            2 or 3 => life with { DiesAtCall = random.Below(2 + (stepsMax / 4)) },
            4 => life with { FailingSyncIn = 1 + random.Below(SyncsMax) },
            5 => life with { CommitFault = CommitFault.Interrupted },
            6 => life with { FailingSinkSync = 1 + random.Below(SinkSyncsMax) },
            _ => life with { FailingSinkWrite = 1 + random.Below(RowsMax) },
        };
        if (random.Below(3) == 0)
        {
            long from = random.Below(stepsMax);
            life = life with { FullFromStep = from, FullToStep = from + 1 + random.Below(FullStepsMax) };
        }

        return random.Below(3) == 0
            ? life with { SlowAgent = Agents[random.Below(Agents.Length)], SlowOneIn = 2 + random.Below(SlowOneInMax) }
            : life;
    }
}
