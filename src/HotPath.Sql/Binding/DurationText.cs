using System;
using System.Globalization;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>Durations as Flink's options write them: a number and a unit, milliseconds when there is none.</summary>
internal static class DurationText
{
    private static readonly (long Ms, string[] Names)[] Units =
    [
        (1, ["", "ms", "milli", "millis", "millisecond", "milliseconds"]),
        (1000, ["s", "sec", "secs", "second", "seconds"]),
        (60_000, ["m", "min", "minute", "minutes"]),
        (3_600_000, ["h", "hour", "hours"]),
        (86_400_000, ["d", "day", "days"]),
    ];

    /// <summary>The value of an option.</summary>
    /// <param name="set">The option.</param>
    /// <param name="diagnostics">Told when it is not a positive duration.</param>
    /// <returns>Unit: ms; 0 when it is not.</returns>
    public static long Read(SetStatement set, DiagnosticBag diagnostics)
    {
        if (TryRead(set.Value.Trim().ToLowerInvariant(), out long ms))
        {
            return ms;
        }

        diagnostics.Error(
            set.Place, set.Value, $"'{set.Key}' must be a duration like '10 min' or '1 d', above 0, not '{set.Value}'");
        return 0;
    }

    private static bool TryRead(string text, out long ms)
    {
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        string name = text[digits..].Trim();
        int unit = Array.FindIndex(Units, known => Array.IndexOf(known.Names, name) >= 0);
        bool isNumber = long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        Int128 product = unit < 0 ? 0 : (Int128)number * Units[unit].Ms;
        ms = isNumber && product <= long.MaxValue ? (long)product : 0;
        return ms > 0;
    }
}
