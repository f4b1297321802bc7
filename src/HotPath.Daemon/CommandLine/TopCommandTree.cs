using System.CommandLine;

namespace HotPath.Daemon.CommandLine;

/// <summary>The command line of <c>hotpath top</c>.</summary>
internal static class TopCommandTree
{
    /// <summary>Builds the command.</summary>
    /// <param name="commands">What the commands do.</param>
    /// <returns>The command.</returns>
    public static Command Create(ICommands commands)
    {
        Option<string> data = CommandOptions.DataOfRun();
        Option<bool> once = new("--once") { Description = "Shows it once, as is done where no terminal is" };
        var command = new Command(
            "top", "Shows what a node does and how long its events take, by tenant and stage, every second")
        {
            data, once,
        };
        HelpWithExamples.Attach(command, "  hotpath top --data /var/lib/hotpath");
        command.SetAction(result => commands.Top(
            new TopArguments(result.GetRequiredValue(data), result.GetValue(once))));
        return command;
    }
}
