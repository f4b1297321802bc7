using System.CommandLine;

namespace HotPath.Daemon.CommandLine;

/// <summary>The command line of <c>hotpath journal</c>.</summary>
internal static class JournalCommandTree
{
    /// <summary>Builds the command.</summary>
    /// <param name="commands">What the commands do.</param>
    /// <returns>The command with its three views.</returns>
    public static Command Create(ICommands commands)
    {
        var journal = new Command("journal", "Looks into the journal of a data directory; changes nothing")
        {
            View(commands, JournalView.Segments, "ls", "Lists the segments and the positions they hold"),
            View(commands, JournalView.Frames, "dump", "Prints one line a frame, after checking its batch"),
            View(
                commands,
                JournalView.Verdict,
                "verify",
                "Reads everything: checksums, positions, chain, footers; exit code 0 whole, 9 damaged"),
        };
        HelpWithExamples.Attach(
            journal, "  hotpath journal ls --data state\n  hotpath journal dump --data state | head");
        return journal;
    }

    private static Command View(ICommands commands, JournalView view, string name, string description)
    {
        Option<string> data = new("--data")
        {
            Description = "Data directory of a durable run; the journal lies in its folder 'journal'",
            HelpName = "DIR",
            Required = true,
        };
        var command = new Command(name, description) { data };
        HelpWithExamples.Attach(command, $"  hotpath journal {name} --data state");
        command.SetAction(
            result => commands.Journal(new JournalArguments(view, result.GetRequiredValue(data))));
        return command;
    }
}
