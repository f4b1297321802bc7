using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// The real process killed at random moments while its state holds sketches, lists, ranks, corrected sessions and windows
/// of processing time, or more groups than may lie in memory: at every end of the input the results of a run without a
/// crash, each row counted once.
/// </summary>
public sealed class StateKillTests
{
    [Test]
    public void Run_WithEveryKindOfState_Killed_EndsWithTheResultsOfARunWithoutACrash()
    {
        using var job = new StateJob(Counts.Seed);
        KilledLives.Run(job, Counts.StateKills, StateJob.InputMs);
    }

    [Test]
    public void Run_WithGroupsThatLeaveMemory_Killed_EndsWithTheBytesOfARunWithoutACrash()
    {
        using var job = new ManyKeysJob(Counts.Seed);
        KilledLives.Run(job, Counts.StateKills, ManyKeysJob.InputMs);
    }
}
