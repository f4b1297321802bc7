using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace HotPath.Daemon.CommandLine;

/// <summary>The command line of <c>hotpath state</c>.</summary>
internal static class StateCommandTree
{
    private const string NewestWord = "newest";

    /// <summary>Builds the command.</summary>
    /// <param name="commands">What the commands do.</param>
    /// <returns>The command.</returns>
    public static Command Create(ICommands commands)
    {
        var command = new Command("state", "Looks into the state of a data directory, also while a run writes it")
        {
            List(commands),
            Get(commands),
            Dump(commands),
            Diff(commands),
        };
        HelpWithExamples.Attach(
            command, "  hotpath state ls --data DIR\n  hotpath state get --help\n\nLayout of keys: docs/state.md");
        return command;
    }

    private static Command List(ICommands commands)
    {
        Option<string> data = CommandOptions.DataOfRun();
        Option<long?> snapshot = Snapshot();
        var command = new Command("ls", "Records and bytes of each operator and tenant, and the kept snapshots")
        {
            data, snapshot,
        };
        HelpWithExamples.Attach(
            command, "  hotpath state ls --data DIR\n  hotpath state ls --data DIR --snapshot 81920");
        command.SetAction(result => commands.State(new StateArguments
        {
            Action = StateAction.List,
            DataDirectory = result.GetRequiredValue(data),
            Snapshot = result.GetValue(snapshot),
        }));
        return command;
    }

    private static Command Get(ICommands commands)
    {
        var key = new Argument<string>("KEYHEX") { Description = "The key in hexadecimal digits, as dump prints it" };
        Option<string> data = CommandOptions.DataOfRun();
        Option<long?> snapshot = Snapshot();
        var command = new Command("get", "Prints one value in hexadecimal digits; exit code 3 if there is none")
        {
            key, data, snapshot,
        };
        HelpWithExamples.Attach(command, "  hotpath state get 000000000000000100000001017061726973 --data DIR");
        command.SetAction(result => commands.State(new StateArguments
        {
            Action = StateAction.Get,
            DataDirectory = result.GetRequiredValue(data),
            Snapshot = result.GetValue(snapshot),
            Key = result.GetRequiredValue(key),
        }));
        return command;
    }

    private static Command Dump(ICommands commands)
    {
        Option<string> data = CommandOptions.DataOfRun();
        Option<long?> snapshot = Snapshot();
        Option<bool> values = new("--values") { Description = "Prints values too, in hexadecimal digits" };
        var command = new Command("dump", "Prints a line for each record, in key order") { data, snapshot, values };
        HelpWithExamples.Attach(
            command,
            "  hotpath state dump --data DIR | head\n  hotpath state dump --data DIR --snapshot 81920 --values");
        command.SetAction(result => commands.State(new StateArguments
        {
            Action = StateAction.Dump,
            DataDirectory = result.GetRequiredValue(data),
            Snapshot = result.GetValue(snapshot),
            ShowsValues = result.GetValue(values),
        }));
        return command;
    }

    private static Command Diff(ICommands commands)
    {
        Argument<string> before = PositionArgument("A", "Position of a kept snapshot, or newest");
        Argument<string> after = PositionArgument("B", "Position of another, or newest");
        Option<string> data = CommandOptions.DataOfRun();
        Option<bool> values = new("--values") { Description = "Prints values too, in hexadecimal digits" };
        var command = new Command("diff", "Prints the records that two positions do not share")
        {
            before, after, data, values,
        };
        HelpWithExamples.Attach(
            command,
            "  hotpath state diff 40960 81920 --data DIR\n  hotpath state diff 81920 newest --data DIR");
        command.SetAction(result => commands.State(new StateArguments
        {
            Action = StateAction.Diff,
            DataDirectory = result.GetRequiredValue(data),
            Snapshot = Parse(result.GetRequiredValue(before)),
            Other = Parse(result.GetRequiredValue(after)),
            ShowsValues = result.GetValue(values),
        }));
        return command;
    }

    private static Option<long?> Snapshot() => new("--snapshot")
    {
        Description = "Reads the snapshot kept at this position instead of the newest state",
        HelpName = "POSITION",
        CustomParser = Position,
    };

    private static Argument<string> PositionArgument(string name, string description) =>
        new(name) { Description = description, Validators = { static result => Position(result) } };

    private static long? Position(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        long? position = Parse(text);
        if (position is null && text != NewestWord)
        {
            result.AddError($"'{text}': give the position of a kept snapshot (see hotpath state ls), or {NewestWord}");
        }

        return position;
    }

    private static long? Parse(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long position) ? position : null;
}
