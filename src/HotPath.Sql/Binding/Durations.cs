using System;
using System.Globalization;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>Durations as Flink's options write them: a whole number and a unit; ms without one.</summary>
internal static class Durations
{
    private static readonly (string[] Names, long Ms)[] Units =
    [
        (["", "ms", "milli", "millis", "millisecond", "milliseconds"], 1),
        (["s", "sec", "secs", "second", "seconds"], 1000),
        (["m", "min", "minute", "minutes"], 60_000),
        (["h", "hour", "hours"], 3_600_000),
        (["d", "day", "days"], 86_400_000),
    ];

    /// <summary>The value of an option.</summary>
    /// <param name="set">The option.</param>
    /// <param name="diagnostics">Told when it is not a duration.</param>
    /// <returns>Unit: ms; 0 when it is not.</returns>
    public static long Read(SetStatement set, DiagnosticBag diagnostics)
    {
        string text = set.Value.Trim().ToLowerInvariant();
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        int unit = Array.FindIndex(Units, u => Array.IndexOf(u.Names, text[digits..].Trim()) >= 0);
        bool isNumber = long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        if (isNumber && unit >= 0 && number <= long.MaxValue / Units[unit].Ms)
        {
            return number * Units[unit].Ms;
        }

        diagnostics.Error(
            set.Place,
            set.Value,
            $"'{set.Key}' must be a duration like '1 h', '30 min' or '500 ms' ('0 ms' for none), not '{set.Value}'");
        return 0;
    }
}
