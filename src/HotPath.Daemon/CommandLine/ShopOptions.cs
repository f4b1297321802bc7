using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;
using HotPath.Generator;

namespace HotPath.Daemon.CommandLine;

/// <summary>The options that say what <c>hotpath generate</c> makes, with their ranges.</summary>
internal sealed class ShopOptions
{
    private static readonly GeneratorOptions Defaults = new();

    private readonly Option<long> _events = CommandOptions.LongNumber(
        "--events", "Records to write: events, copies and poison rows", Defaults.Events, 1, long.MaxValue);

    private readonly Option<long> _seed = CommandOptions.LongNumber(
        "--seed", "Chooses another shop with the same properties", Defaults.Seed, 0, long.MaxValue);

    private readonly Option<long?> _start = new("--start")
    {
        Description = "Event time of the first visitor, UTC; 2026-08-01T00:00:00Z unless given",
        HelpName = "yyyy-MM-ddTHH:mm:ssZ",
        CustomParser = ParseStart,
    };

    private readonly (GeneratorSetting<GeneratorOptions> Setting, Option<long> Option)[] _settings =
    [
        .. GeneratorSettings.Shop.Select(static setting => (setting, CommandOptions.LongNumber(
            "--" + setting.Name, setting.Description, setting.Default, setting.Least, setting.Most))),
    ];

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Add(_events);
        command.Add(_seed);
        command.Add(_start);
        foreach ((GeneratorSetting<GeneratorOptions> setting, Option<long> option) in _settings)
        {
            option.Validators.Add(result => Check(result, setting));
            command.Add(option);
        }
    }

    /// <summary>What was given.</summary>
    /// <param name="result">The parsed line.</param>
    /// <returns>What is made.</returns>
    public GeneratorOptions Read(ParseResult result) => _settings.Aggregate(
        new GeneratorOptions
        {
            Events = result.GetRequiredValue(_events),
            Seed = result.GetRequiredValue(_seed),
            StartMs = result.GetValue(_start) ?? Defaults.StartMs,
        },
        (options, next) => next.Setting.With(options, result.GetRequiredValue(next.Option)));

    private static void Check(OptionResult result, GeneratorSetting<GeneratorOptions> setting)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "0";
        if (long.TryParse(text, CultureInfo.InvariantCulture, out long value)
            && setting.Complaint(value) is { } complaint)
        {
            result.AddError($"--{setting.Name} '{text}': give {complaint}");
        }
    }

    private static long? ParseStart(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (GeneratorSettings.TryParseStart(text, out long startMs))
        {
            return startMs;
        }

        result.AddError($"--start '{text}': {GeneratorSettings.StartRule}");
        return null;
    }
}
