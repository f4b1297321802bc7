using System.CommandLine;

namespace HotPath.Daemon.CommandLine;

/// <summary>The command line of <c>hotpath doctor</c>.</summary>
internal static class DoctorCommandTree
{
    /// <summary>Builds the command.</summary>
    /// <param name="commands">What the commands do.</param>
    /// <returns>The command.</returns>
    public static Command Create(ICommands commands)
    {
        Option<string> data = new("--data")
        {
            Description = "Folder of a data directory, or where one will be: its disk is looked at and 800 KiB are "
                + "written there (.)",
            HelpName = "DIR",
            DefaultValueFactory = static _ => ".",
        };
        Option<bool> json = new("--json") { Description = "Prints the findings as JSON" };
        var command = new Command(
            "doctor", "Says what of this machine costs latency or durability, and what to do; takes two seconds")
        {
            data, json,
        };
        HelpWithExamples.Attach(
            command,
            "  hotpath doctor --data /var/lib/hotpath\n\n"
            + "Exit code 0, or 2 when something breaks a promise ('problem')");
        command.SetAction(result => commands.Doctor(
            new DoctorArguments(result.GetRequiredValue(data), result.GetValue(json))));
        return command;
    }
}
