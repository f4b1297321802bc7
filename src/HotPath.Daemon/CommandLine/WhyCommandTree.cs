using System.CommandLine;

namespace HotPath.Daemon.CommandLine;

/// <summary>The command line of <c>hotpath why</c>.</summary>
internal static class WhyCommandTree
{
    private const int SilentSeconds = 30;
    private const int SilentSecondsMax = 31_536_000;

    /// <summary>Builds the command.</summary>
    /// <param name="commands">What the commands do.</param>
    /// <returns>The command.</returns>
    public static Command Create(ICommands commands)
    {
        Option<string> data = CommandOptions.DataOfRun();
        Option<int> silent = CommandOptions.Number(
            "--silent",
            $"After how many seconds without a row, or without a higher watermark, it is told ({SilentSeconds})",
            SilentSeconds,
            0,
            SilentSecondsMax);
        silent.HelpName = "SECONDS";
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
