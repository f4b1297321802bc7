using System.CommandLine;

namespace HotPath.Daemon.CommandLine;

/// <summary>The command line of <c>hotpath why</c>.</summary>
internal static class WhyCommandTree
{
    private const int SilentSeconds = 30;

    /// <summary>Builds the command.</summary>
    /// <param name="commands">What the commands do.</param>
    /// <returns>The command.</returns>
    public static Command Create(ICommands commands)
    {
        Option<string> data = CommandOptions.DataOfRun();
        Option<int> silent = new("--silent")
        {
            Description = "After how many seconds without a row, or without a higher watermark, it is told "
                + $"({SilentSeconds})",
            HelpName = "SECONDS",
            DefaultValueFactory = static _ => SilentSeconds,
        };
        Option<bool> json = new("--json") { Description = "Prints the answer as JSON" };
        var command = new Command(
            "why",
            "Says for each windowed query and tenant what holds its watermark, since when, and which window fires "
            + "next; also while a run goes on, as of its newest checkpoint")
        {
            data, silent, json,
        };
        HelpWithExamples.Attach(command, "  hotpath why --data DIR\n  hotpath why --data DIR --silent 5 --json");
        command.SetAction(result => commands.Why(new WhyArguments(
            result.GetRequiredValue(data), 1000L * result.GetRequiredValue(silent), result.GetValue(json))));
        return command;
    }
}
