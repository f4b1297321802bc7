using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;
using HotPath.Generator;
using HotPath.Generator.Nexmark;

namespace HotPath.Daemon.CommandLine;

/// <summary>The command line of <c>hotpath nexmark</c>.</summary>
internal static class NexmarkCommandTree
{
    private const string TimeForm = "yyyy-MM-dd HH:mm:ss";
    private const string Csv = "csv";
    private const string Json = "json";
    private const string Full = "full";
    private const string Short = "short";
    private const string Upstream = "upstream";
    private const string Plain = "plain";

    private static readonly NexmarkOptions Defaults = new();

    /// <summary>Builds the command.</summary>
    /// <param name="commands">What the commands do.</param>
    /// <returns>The command.</returns>
    public static Command Create(ICommands commands)
    {
        Option<string> output = new("--out")
        {
            Description = "File for the events; - writes to standard output",
            HelpName = "FILE|-",
            Required = true,
        };
        Option<string> format = Words("--format", "Lines of csv, or nested json", Csv, Json);
        Option<long> events =
            CommandOptions.LongNumber("--events", "How many", Defaults.Events, 1, long.MaxValue / 1_000_000);
        Option<long> seed = CommandOptions.LongNumber(
            "--seed", "Equal options with equal seeds give equal bytes", Defaults.Seed, 0, long.MaxValue);
        (GeneratorSetting<NexmarkOptions> Setting, Option<long> Option)[] settings =
        [
            .. GeneratorSettings.Nexmark.Select(static setting => (setting, CommandOptions.LongNumber(
                "--" + setting.Name, setting.Description, setting.Default, setting.Least, setting.Most))),
        ];
        string defaultBegin = DateTimeOffset.FromUnixTimeMilliseconds(Defaults.BaseMs)
            .ToString(TimeForm, CultureInfo.InvariantCulture);
        Option<long?> begin = new("--base")
        {
            Description = $"Time of the begin, UTC; '{defaultBegin}' unless given",
            HelpName = $"'{TimeForm}'",
            CustomParser = ParseTime,
        };
        Option<string> extra = Words("--extra", "Filler of the benchmark's length, or of 7 characters", Full, Short);
        Option<string> bidder = Words(
            "--bidder", "Ids of bidders 1000 too high, as the benchmark has them, or of persons", Upstream, Plain);
        Option<int> rate = CommandOptions.Number(
            "--rate", "Events a second, each at its time whatever became of those before; 0 as fast as possible", 0, 0,
            100_000_000);
        Option<bool> quiet = CommandOptions.Quiet();
        var command = new Command("nexmark", "Makes the events of the Nexmark benchmark: persons, auctions, bids")
        {
            output, format, events, seed, settings[0].Option, begin, settings[1].Option, extra, bidder, rate, quiet,
        };
        command.Validators.Add(result => Check(result, output));
        HelpWithExamples.Attach(
            command,
            "  hotpath nexmark --out events.csv --events 20000 --events-per-second 100 --base '2026-01-01 23:58:20'\n"
            + "  hotpath nexmark --out - --rate 100000 | hotpath run ...\n\n"
            + "Columns and queries: docs/generate.md");
        command.SetAction(result => commands.Nexmark(new NexmarkArguments(
            result.GetRequiredValue(output),
            result.GetRequiredValue(format) == Json ? DataFormat.Json : DataFormat.Csv,
            settings.Aggregate(new NexmarkOptions
            {
                Events = result.GetRequiredValue(events),
                Seed = result.GetRequiredValue(seed),
                BaseMs = result.GetValue(begin) ?? Defaults.BaseMs,
                HasFullExtra = result.GetRequiredValue(extra) == Full,
                HasUpstreamBidders = result.GetRequiredValue(bidder) == Upstream,
            }, (options, next) => next.Setting.With(options, result.GetRequiredValue(next.Option))),
            result.GetRequiredValue(rate),
            result.GetRequiredValue(quiet))));
        return command;
    }

    private static void Check(CommandResult result, Option<string> output)
    {
        if (result.GetResult(output)?.Tokens is [{ Value: { } path }] && path.EndsWith(".gz", StringComparison.Ordinal))
        {
            result.AddError(
                $"--out '{path}': ends in .gz, but what is written is not compressed; leave .gz out, or write to - and "
                + "pipe it into gzip");
        }
    }

    private static Option<string> Words(string name, string description, string fallback, string other)
    {
        Option<string> option = new(name) { Description = description, DefaultValueFactory = _ => fallback };
        CommandOptions.TakeOneOf(option, fallback, other);
        return option;
    }

    private static long? ParseTime(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (GeneratorSettings.TryParseBase(text, out long baseMs))
        {
            return baseMs;
        }

        result.AddError($"--base '{text}': {GeneratorSettings.BaseRule}");
        return null;
    }
}
