using System.CommandLine;
using HotPath.Disruptor.Agents;

namespace HotPath.Daemon.CommandLine;

/// <summary>The command line of <c>hotpath tune</c>.</summary>
internal static class TuneCommandTree
{
    /// <summary>Builds the command.</summary>
    /// <param name="commands">What the commands do.</param>
    /// <returns>The command.</returns>
    public static Command Create(ICommands commands)
    {
        Option<string> data = CommandOptions.DataOfRun();
        Option<IdleMode> idle = ThreadOptions.Idle();
        idle.Required = true;
        idle.DefaultValueFactory = null;
        var command = new Command(
            "tune", "Changes how the threads of a running node wait for work; until its end, and never its results")
        {
            data, idle,
        };
        HelpWithExamples.Attach(command, "  hotpath tune --data /var/lib/hotpath --idle adaptive");
        command.SetAction(result => commands.Tune(
            new TuneArguments(result.GetRequiredValue(data), result.GetRequiredValue(idle))));
        return command;
    }
}
