using System.CommandLine;
using HotPath.Disruptor.Agents;
using HotPath.Runtime.Jobs;

namespace HotPath.Daemon.CommandLine;

/// <summary>Options that say how threads run.</summary>
internal static class ThreadOptions
{
    /// <summary><c>--idle</c>.</summary>
    /// <returns>The option.</returns>
    public static Option<IdleMode> Idle() => new("--idle")
    {
        Description =
            "What a thread does without work: backoff sleeps, adaptive spins while that is worth it, yield and spin "
            + "keep their core; hotpath tune changes it while it runs",
        HelpName = "backoff|adaptive|yield|spin",
        DefaultValueFactory = static _ => IdleMode.Backoff,
    };

    /// <summary><c>--pin</c>.</summary>
    /// <returns>The option.</returns>
    public static Option<string> Cores() => new("--pin")
    {
        Description =
            "Cores that the threads of the plan are kept on, in its order, such as 2,3; auto takes isolated cores if "
            + "there are enough",
        HelpName = "auto|off|CORES",
        DefaultValueFactory = static _ => ThreadPlacement.Auto,
    };

    /// <summary><c>--nice</c>.</summary>
    /// <returns>The option.</returns>
    public static Option<int> Nice() => new("--nice")
    {
        Description = "Priority of those threads, -20 to 19; below 0 needs the right to",
        HelpName = "N",
        DefaultValueFactory = static _ => 0,
    };
}
