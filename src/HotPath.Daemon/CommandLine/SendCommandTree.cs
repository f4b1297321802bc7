using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using HotPath.Client.Protocol;
using HotPath.Sbe.Framing;

namespace HotPath.Daemon.CommandLine;

/// <summary>The command line of <c>hotpath send</c>.</summary>
internal static class SendCommandTree
{
    private const int RetrySeconds = 60;

    /// <summary>Builds the command.</summary>
    /// <param name="commands">What the commands do.</param>
    /// <returns>The command.</returns>
    public static Command Create(ICommands commands)
    {
        Argument<string> input = new("FILE")
        {
            Description = "Records in the format of the table: lines of csv or json, framed SBE messages; - reads "
                + "standard input, from its start again each time",
        };
        Option<(string Host, int Port)> to = new("--to")
        {
            Description = "Where the table listens",
            HelpName = "HOST:PORT",
            Required = true,
            CustomParser = ParseAddress,
        };
        Option<string> client = new("--client")
        {
            Description = "Who sends: the node knows by it where a sender stopped; each sender needs its own",
            HelpName = "NAME",
            Required = true,
            Validators = { CheckClient },
        };
        Option<int> rate = CommandOptions.Number(
            "--rate", "Records a second; 0 as fast as the node takes them", 0, 0, 100_000_000);
        Option<int> skip = CommandOptions.Number(
            "--skip-lines", "Lines at the begin that are no records, such as a header", 0, 0, 1_000_000);
        Option<int> retry = CommandOptions.Number(
            "--retry", "Seconds for which a node that does not answer is tried again", RetrySeconds, 0, 1_000_000);
        Option<string> framing = new("--framing")
        {
            Description = "How SBE messages follow each other in the file",
            DefaultValueFactory = static _ => MessageFraming.Simple,
        };
        CommandOptions.TakeOneOf(framing, MessageFraming.Simple, MessageFraming.Length);
        Option<bool> quiet = CommandOptions.Quiet();
        var command = new Command(
            "send",
            "Sends a file to a table of connector 'tcp', each record exactly once: the same command after a crash of "
            + "either side goes on behind what is acknowledged")
        {
            input, to, client, rate, skip, framing, retry, quiet,
        };
        HelpWithExamples.Attach(
            command,
            "  hotpath send events.csv --to 127.0.0.1:9400 --client shop-1\n"
            + "  hotpath send events.csv --to 127.0.0.1:9400 --client shop-1 --skip-lines 1 --rate 1000\n"
            + "  hotpath generate --out - --format json | hotpath send - --to localhost:9400 --client generator\n\n"
            + "Exit codes: 0 everything is acknowledged, 2 usage, 3 input, 11 the node does not answer, 12 it refused, "
            + "130\ninterrupted, 143 terminated");
        command.SetAction(result => commands.Send(new SendArguments
        {
            Input = result.GetRequiredValue(input),
            Host = result.GetRequiredValue(to).Host,
            Port = result.GetRequiredValue(to).Port,
            Client = result.GetRequiredValue(client),
            Rate = result.GetRequiredValue(rate),
            SkippedLines = result.GetRequiredValue(skip),
            Framing = result.GetRequiredValue(framing),
            RetrySeconds = result.GetRequiredValue(retry),
            IsQuiet = result.GetValue(quiet),
        }));
        return command;
    }

    private static void CheckClient(OptionResult result)
    {
        string name = result.Tokens.Count == 1 ? result.Tokens[0].Value : string.Empty;
        if (!IngressProtocol.IsClient(Encoding.UTF8.GetBytes(name)))
        {
            result.AddError(
                $"--client '{name}': must be 1 to {IngressProtocol.ClientBytesMax} letters, digits, dots, dashes and "
                + "underscores");
        }
    }

    private static (string Host, int Port) ParseAddress(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        int colon = text.LastIndexOf(':');
        if (colon > 0
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && port is >= 1 and <= 65_535)
        {
            return (text[..colon].Trim('[', ']'), port);
        }

        result.AddError($"--to '{text}': give HOST:PORT, with a port from 1 to 65535");
        return (text, 0);
    }
}
