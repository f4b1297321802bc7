using System;
using System.Collections.Generic;
using System.Globalization;
using HotPath.Foundation.Time;
using HotPath.Generator.Nexmark;

namespace HotPath.Generator;

/// <summary>
/// The options of the generators that are given by name, on the command line and in tables: names, bounds and forms.
/// </summary>
public static class GeneratorSettings
{
    /// <summary>Form of the time of <see cref="TryParseStart"/>.</summary>
    public const string StartRule = "give a time from 1970 to 2200 such as 2026-08-01T00:00:00Z";

    /// <summary>Form of the time of <see cref="TryParseBase"/>.</summary>
    public const string BaseRule = "give a time from 1970 to 2200 such as '2026-01-01 23:58:20'";

    private const int Million = 1_000_000;
    private const long MsPerSecond = 1_000;
    private const int DaySeconds = 86_400;
    private const int MinuteSeconds = 60;
    private const long EndMs = 7_289_654_400_000; // 2201-01-01

    private static readonly GeneratorOptions Defaults = new();

    /// <summary>Of shops.</summary>
    public static IReadOnlyList<GeneratorSetting<GeneratorOptions>> Shop { get; } =
    [
        new("density", "Events a second of event time, about, over a whole day", Defaults.Density, 1, Million,
            static (o, value) => o with { Density = (int)value }),
        new("tenants", "Shops; the n-th has an n-th of the first one's visitors", Defaults.Tenants, 1, 1_000,
            static (o, value) => o with { Tenants = (int)value }),
        new("users", "Users of all shops", Defaults.Users, 1, 10 * Million,
            static (o, value) => o with { Users = (int)value }),
        new("products", "Products of each shop", Defaults.Products, 1, Million,
            static (o, value) => o with { Products = (int)value }),
        new("session-gap-s", "Seconds; events of a session lie closer, sessions of a user farther apart",
            Defaults.SessionGapMs / MsPerSecond, MinuteSeconds, DaySeconds,
            static (o, value) => o with { SessionGapMs = value * MsPerSecond }),
        new("burst-every-s", "Seconds of event time from one burst to the next; 0 for none",
            Defaults.BurstEveryMs / MsPerSecond, 0, DaySeconds,
            static (o, value) => o with { BurstEveryMs = value * MsPerSecond })
        {
            Zero = "no bursts",
            LeastButZero = MinuteSeconds,
        },
        new("burst-factor",
            "How many times the usual visitors come in a burst; all that are more go to one tenant",
            Defaults.BurstFactor, 2, 1_000, static (o, value) => o with { BurstFactor = (int)value }),
        new("bound-ms",
            "How far events may arrive out of order, in milliseconds; the watermark's delay in the scripts",
            Defaults.BoundMs, 1, CivilTime.HourMs, static (o, value) => o with { BoundMs = value }),
        Share("disorder-ppm", "Events that arrive out of order within the bound", Defaults.DisorderPpm,
            static (o, value) => o with { DisorderPpm = (int)value }),
        Share("late-ppm", "Events that arrive later than the bound", Defaults.LatePpm,
            static (o, value) => o with { LatePpm = (int)value }),
        new("late-by-ms", "Most by which those exceed the bound, in milliseconds", Defaults.LateByMs, 1,
            CivilTime.DayMs, static (o, value) => o with { LateByMs = value }),
        Share("duplicates-ppm", "Events that come a second time", Defaults.DuplicatesPpm,
            static (o, value) => o with { DuplicatesPpm = (int)value }),
        new("duplicates-within-ms", "Most time between the two, in milliseconds", Defaults.DuplicatesWithinMs, 1,
            CivilTime.DayMs, static (o, value) => o with { DuplicatesWithinMs = value }),
        Share("far-future-ppm", "Events of the smallest shop whose clock is a month ahead", Defaults.FarFuturePpm,
            static (o, value) => o with { FarFuturePpm = (int)value }),
        new("poison-ppm", "Records that are no event, of a million; never two in a row", Defaults.PoisonPpm,
            0, Million / 2, static (o, value) => o with { PoisonPpm = (int)value }),
        new("dedup-window-s", "Seconds for which the scripts remember event ids", Defaults.DedupWindowMs / MsPerSecond,
            MinuteSeconds, DaySeconds, static (o, value) => o with { DedupWindowMs = value * MsPerSecond }),
    ];

    /// <summary>Of Nexmark.</summary>
    public static IReadOnlyList<GeneratorSetting<NexmarkOptions>> Nexmark { get; } =
    [
        new("events-per-second", "Events in a second of event time", new NexmarkOptions().EventsPerSecond, 1,
            1_000_000_000, static (o, value) => o with { EventsPerSecond = value }),
        new("out-of-order", "Events that are put in another order among themselves; 1 for none",
            new NexmarkOptions().DisorderGroup, 1, Million, static (o, value) => o with { DisorderGroup = (int)value }),
    ];

    /// <summary>Reads the time at which shops open.</summary>
    /// <param name="text">As given.</param>
    /// <param name="startMs">Unit: ms since the Unix epoch.</param>
    /// <returns>Whether it has the form of <see cref="StartRule"/>.</returns>
    public static bool TryParseStart(string text, out long startMs) =>
        TryParse(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", out startMs);

    /// <summary>Reads the time of the begin of Nexmark.</summary>
    /// <param name="text">As given.</param>
    /// <param name="baseMs">Unit: ms since the Unix epoch.</param>
    /// <returns>Whether it has the form of <see cref="BaseRule"/>.</returns>
    public static bool TryParseBase(string text, out long baseMs) =>
        TryParse(text, "yyyy-MM-dd HH:mm:ss", out baseMs);

    // Before 2201: even one event a second has thousands of years from there to the last TIMESTAMP.
    private static bool TryParse(string text, string form, out long timeMs)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        bool isTime = DateTime.TryParseExact(text, form, CultureInfo.InvariantCulture, utc, out DateTime time);
        timeMs = isTime ? new DateTimeOffset(time).ToUnixTimeMilliseconds() : 0;
        return isTime && timeMs is >= 0 and < EndMs;
    }

    private static GeneratorSetting<GeneratorOptions> Share(
        string name, string description, long fallback, Func<GeneratorOptions, long, GeneratorOptions> with) =>
        new(name, $"{description}, of a million", fallback, 0, Million, with);
}
