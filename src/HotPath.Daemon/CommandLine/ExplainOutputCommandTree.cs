using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using HotPath.Dataflow.Outputs;

namespace HotPath.Daemon.CommandLine;

/// <summary>The command line of <c>hotpath explain-output</c>.</summary>
internal static class ExplainOutputCommandTree
{
    private const int InputsDefault = 1000;

    /// <summary>Builds the command.</summary>
    /// <param name="commands">What the commands do.</param>
    /// <returns>The command.</returns>
    public static Command Create(ICommands commands)
    {
        Argument<OutputIdentity?> id = new("ID")
        {
            Description = "Id of an output, as hotpath replay --data DIR --ids lists it",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = ParseId,
        };
        Option<string> data =
            new("--data") { Description = "Data directory of the run", HelpName = "DIR", Required = true };
        Option<string?> sink =
            new("--sink") { Description = "Name or file of a sink, instead of ID", HelpName = "SINK" };
        Option<long?> row = new("--row")
        {
            Description = "With --sink: which of its rows, from 1; a header does not count",
            HelpName = "N",
            CustomParser = ParseRow,
        };
        Option<int> inputs = CommandOptions.Number(
            "--inputs", "Shows so many input rows at most; all are counted", InputsDefault, 0, int.MaxValue);
        Option<bool> json = new("--json") { Description = "One JSON object instead of text" };
        var command = new Command(
            "explain-output",
            "Says how one output row came about: the frame that caused it, the rows, window and aggregates behind it, "
            + "the watermark; changes nothing")
        {
            id, data, sink, row, inputs, json,
        };
        command.Validators.Add(result =>
        {
            bool hasSink = result.GetResult(sink) is not null;
            if (hasSink != result.GetResult(row) is not null || hasSink == result.GetResult(id)?.Tokens.Count > 0)
            {
                result.AddError("give either an ID, or --sink SINK and --row N");
            }
        });
        HelpWithExamples.Attach(
            command,
            "  hotpath explain-output 184320-1-0-7 --data state\n"
            + "  hotpath explain-output --sink totals.csv --row 12 --data state --json");
        command.SetAction(result => commands.ExplainOutput(new ExplainOutputArguments
        {
            Id = result.GetValue(id),
            Sink = result.GetValue(sink),
            Row = result.GetValue(row) ?? 0,
            DataPath = result.GetRequiredValue(data),
            InputsMax = result.GetRequiredValue(inputs),
            IsJson = result.GetValue(json),
        }));
        return command;
    }

    private static OutputIdentity? ParseId(ArgumentResult result)
    {
        if (result.Tokens.Count == 0)
        {
            return null;
        }

        string text = result.Tokens[0].Value;
        if (OutputIdText.TryParse(text, out OutputIdentity id))
        {
            return id;
        }

        result.AddError(
            $"'{text}': is no id of an output; give position-statement-tenant-index, for example 184320-1-0-7");
        return null;
    }

    private static long? ParseRow(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long row) && row > 0)
        {
            return row;
        }

        result.AddError($"--row '{text}': give a whole number from 1");
        return null;
    }
}
