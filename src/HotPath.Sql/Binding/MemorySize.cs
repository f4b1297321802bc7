using System;
using System.Globalization;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>Sizes as Flink's options write them: a number and a unit of 1024 bytes and its powers.</summary>
internal static class MemorySize
{
    private static readonly string[][] Units =
    [
        ["", "b", "bytes"], ["k", "kb", "kibibytes"], ["m", "mb", "mebibytes"], ["g", "gb", "gibibytes"],
        ["t", "tb", "tebibytes"],
    ];

    /// <summary>The value of an option.</summary>
    /// <param name="set">The option.</param>
    /// <param name="diagnostics">Told when it is not a positive size.</param>
    /// <returns>Unit: bytes; 0 when it is not.</returns>
    public static long Read(SetStatement set, DiagnosticBag diagnostics)
    {
        if (TryRead(set.Value.Trim().ToLowerInvariant(), out long bytes))
        {
            return bytes;
        }

        diagnostics.Error(
            set.Place, set.Value, $"'{set.Key}' must be a size like '512 mb', above 0, not '{set.Value}'");
        return 0;
    }

    private static bool TryRead(string text, out long bytes)
    {
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        string unit = text[digits..].Trim();
        int power = Array.FindIndex(Units, names => Array.IndexOf(names, unit) >= 0);
        bool isNumber = long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        Int128 product = power < 0 ? 0 : (Int128)number << (10 * power);
        bytes = isNumber && product <= long.MaxValue ? (long)product : 0;
        return bytes > 0;
    }
}
