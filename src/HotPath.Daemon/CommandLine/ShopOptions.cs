using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using HotPath.Generator;

namespace HotPath.Daemon.CommandLine;

/// <summary>The options that say what <c>hotpath generate</c> makes, with their ranges.</summary>
internal sealed class ShopOptions
{
    private const int Million = 1_000_000;
    private const int DayMs = 86_400_000;
    private const int HourMs = 3_600_000;
    private const int DaySeconds = 86_400;
    private const long MsPerSecond = 1_000;

    private static readonly GeneratorOptions Defaults = new();

    private readonly Option<long> _events = CommandOptions.LongNumber(
        "--events", "Records to write: events, copies and poison rows", Defaults.Events, 1, long.MaxValue);

    private readonly Option<long> _seed = CommandOptions.LongNumber(
        "--seed", "Chooses another shop with the same properties", Defaults.Seed, 0, long.MaxValue);

    private readonly Option<DateTime?> _start = new("--start")
    {
        Description = "Event time of the first visitor, UTC; 2026-08-01T00:00:00Z unless given",
        HelpName = "yyyy-MM-ddTHH:mm:ssZ",
        CustomParser = ParseStart,
    };

    private readonly Option<int> _density = CommandOptions.Number(
        "--density", "Events a second of event time, about, over a whole day", Defaults.Density, 1, Million);

    private readonly Option<int> _tenants = CommandOptions.Number(
        "--tenants", "Shops; the n-th has an n-th of the first one's visitors", Defaults.Tenants, 1, 1_000);

    private readonly Option<int> _users = CommandOptions.Number(
        "--users", "Users of all shops", Defaults.Users, 1, 10 * Million);

    private readonly Option<int> _products = CommandOptions.Number(
        "--products", "Products of each shop", Defaults.Products, 1, Million);

    private readonly Option<int> _sessionGap = CommandOptions.Number(
        "--session-gap-s", "Seconds; events of a session lie closer, sessions of a user farther apart",
        (int)(Defaults.SessionGapMs / MsPerSecond), 60, DaySeconds);

    private readonly Option<int> _burstEvery = CommandOptions.Number(
        "--burst-every-s", "Seconds of event time from one burst to the next; 0 for none",
        (int)(Defaults.BurstEveryMs / MsPerSecond), 0, DaySeconds);

    private readonly Option<int> _burstFactor = CommandOptions.Number(
        "--burst-factor", "How many times the usual visitors come in a burst", Defaults.BurstFactor, 2, 1_000);

    private readonly Option<int> _bound = CommandOptions.Number(
        "--bound-ms", "How far events may arrive out of order, in milliseconds; the watermark's delay in the scripts",
        (int)Defaults.BoundMs, 1, HourMs);

    private readonly Option<int> _disorder =
        Share("--disorder-ppm", "Events that arrive out of order within the bound", Defaults.DisorderPpm);

    private readonly Option<int> _late =
        Share("--late-ppm", "Events that arrive later than the bound", Defaults.LatePpm);

    private readonly Option<int> _lateBy = CommandOptions.Number(
        "--late-by-ms", "Most by which those exceed the bound, in milliseconds", (int)Defaults.LateByMs, 1, DayMs);

    private readonly Option<int> _duplicates =
        Share("--duplicates-ppm", "Events that come a second time", Defaults.DuplicatesPpm);

    private readonly Option<int> _duplicatesWithin = CommandOptions.Number(
        "--duplicates-within-ms", "Most time between the two, in milliseconds", (int)Defaults.DuplicatesWithinMs, 1,
        DayMs);

    private readonly Option<int> _farFuture =
        Share("--far-future-ppm", "Events of the smallest shop whose clock is a month ahead", Defaults.FarFuturePpm);

    private readonly Option<int> _poison = Share("--poison-ppm", "Records that are no event", Defaults.PoisonPpm);

    private readonly Option<int> _dedupWindow = CommandOptions.Number(
        "--dedup-window-s", "Seconds for which the scripts remember event ids",
        (int)(Defaults.DedupWindowMs / MsPerSecond), 60, DaySeconds);

    private IEnumerable<Option> All =>
    [
        _events, _seed, _start, _density, _tenants, _users, _products, _sessionGap, _burstEvery, _burstFactor, _bound,
        _disorder, _late, _lateBy, _duplicates, _duplicatesWithin, _farFuture, _poison, _dedupWindow,
    ];

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        _burstEvery.Validators.Add(static result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "0";
            if (int.TryParse(text, CultureInfo.InvariantCulture, out int every) && every is > 0 and < 60)
            {
                result.AddError($"--burst-every-s '{every}': give 0 for no bursts, or at least 60");
            }
        });
        foreach (Option option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>What was given.</summary>
    /// <param name="result">The parsed line.</param>
    /// <returns>What is made.</returns>
    public GeneratorOptions Read(ParseResult result) => new()
    {
        Events = result.GetRequiredValue(_events),
        Seed = result.GetRequiredValue(_seed),
        StartMs = result.GetValue(_start) is { } start
            ? (long)(start - DateTime.UnixEpoch).TotalMilliseconds
            : Defaults.StartMs,
        Density = result.GetRequiredValue(_density),
        Tenants = result.GetRequiredValue(_tenants),
        Users = result.GetRequiredValue(_users),
        Products = result.GetRequiredValue(_products),
        SessionGapMs = result.GetRequiredValue(_sessionGap) * MsPerSecond,
        BurstEveryMs = result.GetRequiredValue(_burstEvery) * MsPerSecond,
        BurstFactor = result.GetRequiredValue(_burstFactor),
        BoundMs = result.GetRequiredValue(_bound),
        DisorderPpm = result.GetRequiredValue(_disorder),
        LatePpm = result.GetRequiredValue(_late),
        LateByMs = result.GetRequiredValue(_lateBy),
        DuplicatesPpm = result.GetRequiredValue(_duplicates),
        DuplicatesWithinMs = result.GetRequiredValue(_duplicatesWithin),
        FarFuturePpm = result.GetRequiredValue(_farFuture),
        PoisonPpm = result.GetRequiredValue(_poison),
        DedupWindowMs = result.GetRequiredValue(_dedupWindow) * MsPerSecond,
    };

    private static Option<int> Share(string name, string what, int fallback) =>
        CommandOptions.Number(name, $"{what}, of a million", fallback, 0, Million);

    private static DateTime? ParseStart(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTime.TryParseExact(
                text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, utc, out DateTime start)
            && start.Year is >= 1970 and <= 2200)
        {
            return start;
        }

        result.AddError($"--start '{text}': give a time from 1970 to 2200 such as 2026-08-01T00:00:00Z");
        return null;
    }
}
