using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;
using HotPath.Generator;

namespace HotPath.Daemon.CommandLine;

/// <summary>The command line of <c>hotpath generate</c>.</summary>
internal static class GenerateCommandTree
{
    private const string StandardOutput = "-";

    /// <summary>Builds the command.</summary>
    /// <param name="commands">What the commands do.</param>
    /// <returns>The command.</returns>
    public static Command Create(ICommands commands)
    {
        Option<string> output = new("--out")
        {
            Description = "Folder for data, scripts and answers; - writes the data alone to standard output",
            HelpName = "DIR|-",
            Required = true,
        };
        Option<DataFormat[]> formats = Formats();
        Option<int> rate = CommandOptions.Number(
            "--rate", "Records a second, each at its time whatever became of those before; 0 as fast as possible", 0,
            0, 100_000_000);
        Option<bool> noAnswers = new("--no-answers")
        {
            Description = "Computes no answers, for which event ids and visits are held in memory",
        };
        Option<bool> quiet = CommandOptions.Quiet();
        var shop = new ShopOptions();
        var command = new Command(
            "generate",
            "Makes events of some shops, the scripts that ask about them, and the exact answers, computed without the "
            + "engine; equal options give equal bytes")
        {
            output, formats,
        };
        shop.AddTo(command);
        command.Add(rate);
        command.Add(noAnswers);
        command.Add(quiet);
        command.Validators.Add(result => Check(result, output, formats));
        HelpWithExamples.Attach(
            command,
            "  hotpath generate --out shop --events 1000000 --seed 7\n"
            + "  hotpath run shop/schema-sbe.sql shop/queries.sql --set DIR=shop --set OUT=shop\n"
            + "  hotpath generate --out - --format csv --rate 10000 | hotpath run ...\n\n"
            + "What lies in the folder: docs/generate.md");
        command.SetAction(result => commands.Generate(new GenerateArguments
        {
            Output = result.GetRequiredValue(output),
            Options = shop.Read(result),
            Formats = result.GetValue(formats) is { Length: > 0 } given ? given : [DataFormat.Sbe],
            Rate = result.GetRequiredValue(rate),
            HasAnswers = !result.GetValue(noAnswers),
            IsQuiet = result.GetValue(quiet),
        }));
        return command;
    }

    private static Option<DataFormat[]> Formats() => new("--format")
    {
        Description = "sbe, csv or json, or several with commas; sbe unless given",
        HelpName = "FORMAT[,...]",
        CustomParser = ParseFormats,
    };

    private static DataFormat[] ParseFormats(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        DataFormat?[] formats = Array.ConvertAll(text.Split(','), static word => word switch
        {
            "sbe" => DataFormat.Sbe,
            "csv" => DataFormat.Csv,
            "json" => DataFormat.Json,
            _ => (DataFormat?)null,
        });
        if (formats.Contains(null) || formats.Distinct().Count() < formats.Length)
        {
            result.AddError($"--format '{text}': give sbe, csv or json, each at most once, with commas between them");
            return [];
        }

        return [.. formats.Select(static format => format!.Value)];
    }

    private static void Check(CommandResult result, Option<string> output, Option<DataFormat[]> formats)
    {
        if (result.GetResult(output)?.Tokens is not [{ Value: { } path }])
        {
            return;
        }

        if (path.Length == 0)
        {
            result.AddError("--out '': name a folder, or - for standard output");
        }
        else if (path == StandardOutput && result.GetResult(formats)?.Tokens is [{ Value: { } text }]
            && text.Contains(',', StringComparison.Ordinal))
        {
            result.AddError($"--format '{text}': standard output takes one format; name a folder for several");
        }
    }
}
