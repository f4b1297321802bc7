using System.CommandLine;
using System.CommandLine.Parsing;

namespace HotPath.Daemon.CommandLine;

/// <summary>The command line of <c>hotpath replay</c>.</summary>
internal sealed class ReplayCommandTree
{
    private readonly Argument<string?> _log = CommandOptions.Log();
    private readonly Option<string?> _data = new("--data")
    {
        Description = "Replays the journal of a data directory instead, and compares the files of sinks byte for byte",
        HelpName = "DIR",
    };

    private readonly Option<long?> _from = CommandOptions.Position(
        "--from", "With --data: compares outputs from this frame on, starting at the newest snapshot before it");

    private readonly Option<long?> _to =
        CommandOptions.Position("--to", "With --data: the last frame that is run; the end of the journal by default");

    private readonly Option<bool> _verify =
        new("--verify") { Description = "Compares with the run that was recorded; always on" };

    private readonly Option<bool> _ids = new("--ids")
    {
        Description = "With --data: prints each row of the part with its id, for hotpath explain-output, as JSON lines",
    };

    private readonly EngineOptions _engine = new();
    private readonly Option<int> _repeat =
        CommandOptions.Number("--repeat", "Replays it so many times", 1, 1, 1_000_000);

    private readonly Option<string?> _output = CommandOptions.Output(
        "Whether and how bare SELECTs are printed; none is the default; tables are never written again",
        OutputKind.None,
        OutputKind.Table,
        OutputKind.Csv,
        OutputKind.Ndjson);

    private readonly Option<string?> _report = CommandOptions.Report();
    private readonly Option<bool> _quiet = CommandOptions.Quiet();

    private ReplayCommandTree()
    {
    }

    /// <summary>Builds the command.</summary>
    /// <param name="commands">What the commands do.</param>
    /// <returns>The command.</returns>
    public static Command Create(ICommands commands)
    {
        var tree = new ReplayCommandTree();
        Command command = tree.Command();
        command.SetAction(result => commands.Replay(tree.Read(result)));
        return command;
    }

    private Command Command()
    {
        var command = new Command(
            "replay",
            "Runs a recorded log or journal again, whole or a part of it, and compares outputs, hash chain and state "
            + "hashes with the recorded run; writes nothing")
        {
            _log,
            _data,
            _from,
            _to,
            _verify,
            _ids,
        };
        command.Validators.Add(Check);
        _engine.AddTo(command);
        command.Add(_repeat);
        command.Add(_output);
        command.Add(_report);
        command.Add(_quiet);
        HelpWithExamples.Attach(
            command,
            "  hotpath replay day.hplog\n  hotpath replay --data state --verify\n"
            + "  hotpath replay --data state --from 81920 --to 184320 --ids\n"
            + "  hotpath replay day.hplog --shards 7 --batch 1 --threads ingress+shards+recorder+egress --repeat 3");
        return command;
    }

    private void Check(CommandResult result)
    {
        bool hasData = result.GetValue(_data) is not null;
        if (result.GetValue(_log) is null != hasData)
        {
            result.AddError("give either LOG or --data DIR");
        }

        bool isListing = result.GetValue(_ids);
        if (!hasData && (isListing || result.GetResult(_from) is not null || result.GetResult(_to) is not null))
        {
            result.AddError("--from, --to and --ids need --data DIR");
        }

        if (isListing && result.GetValue(_output) is not (null or "none"))
        {
            result.AddError("--ids prints the rows itself; leave --output out");
        }
    }

    private ReplayArguments Read(ParseResult result) => new()
    {
        LogPath = result.GetValue(_log),
        DataPath = result.GetValue(_data),
        From = result.GetValue(_from),
        To = result.GetValue(_to),
        ListsIds = result.GetValue(_ids),
        Engine = _engine.Read(result),
        Repeat = result.GetRequiredValue(_repeat),
        Output = CommandOptions.Kind(result.GetValue(_output)) ?? OutputKind.None,
        ReportPath = result.GetValue(_report),
        IsQuiet = result.GetValue(_quiet),
    };
}
