using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;
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
        CustomParser = ParseIdle,
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
    public static Option<int> Nice() => CommandOptions.Number(
        "--nice", "Priority of those threads, -20 to 19; below 0 needs the right to", 0, -20, 19);

    private static IdleMode ParseIdle(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        IdleMode[] modes = Array.FindAll(
            Enum.GetValues<IdleMode>(), mode => string.Equals(text, Word(mode), StringComparison.OrdinalIgnoreCase));
        if (modes.Length == 0)
        {
            string known = string.Join(", ", Enum.GetValues<IdleMode>().Select(Word));
            result.AddError($"--idle '{text}': give one of {known}");
        }

        return modes.FirstOrDefault();
    }

    private static string Word(IdleMode mode) => mode.ToString().ToLowerInvariant();
}
