using HotPath.Runtime.Environments;
using HotPath.Runtime.Simulation;

namespace HotPath.Integration.Tests.Support;

/// <summary>Rules of the node and of its world that a control breaks, each for one checker to find.</summary>
public sealed record NodeRules
{
    /// <summary>No rule is broken.</summary>
    public static readonly NodeRules AllKept = new();

    /// <summary>A rule of the node.</summary>
    public FaultPoint Broken { get; init; }

    /// <summary>The device tells a failed sync as a good one.</summary>
    public bool HidesFailedSyncs { get; init; }

    /// <summary>A digit of the input turns into another, where nothing has a checksum.</summary>
    public bool RotsInput { get; init; }

    /// <summary>Breaks them.</summary>
    /// <param name="world">The world of a life.</param>
    public void Break(SimulatedWorld world)
    {
        if (Broken != FaultPoint.None)
        {
            world.Break(Broken);
        }
    }
}
