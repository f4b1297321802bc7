using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace HotPath.Dataflow.Options;

/// <summary>Reads the WITH options of one table and collects everything that is wrong with them.</summary>
public sealed class OptionReader
{
    private readonly IReadOnlyDictionary<string, string> _options;
    private readonly List<string> _problems = [];
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>A reader over options.</summary>
    /// <param name="options">Keys as written.</param>
    public OptionReader(IReadOnlyDictionary<string, string> options) => _options = options;

    /// <summary>All problems so far.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Whether a key is there.</summary>
    /// <param name="key">Key.</param>
    /// <returns>Whether it was written.</returns>
    public bool Has(string key) => _options.ContainsKey(key);

    /// <summary>A text option.</summary>
    /// <param name="key">Key.</param>
    /// <returns>The value, or <see langword="null"/>.</returns>
    public string? Text(string key)
    {
        _known.Add(key);
        return _options.GetValueOrDefault(key);
    }

    /// <summary>A text option that must be there.</summary>
    /// <param name="key">Key.</param>
    /// <param name="remedy">How to write it.</param>
    /// <returns>The value; empty after a problem.</returns>
    public string Required(string key, string remedy)
    {
        string? value = Text(key);
        if (string.IsNullOrEmpty(value))
        {
            _problems.Add($"option '{key}' is {(value is null ? "missing" : "empty")}; {remedy}");
        }

        return value ?? string.Empty;
    }

    /// <summary>A boolean option; <c>true</c> and <c>false</c> in any case.</summary>
    /// <param name="key">Key.</param>
    /// <param name="fallback">Value when it is not there.</param>
    /// <returns>The value.</returns>
    public bool Flag(string key, bool fallback = false)
    {
        string? value = Text(key);
        if (value is null)
        {
            return fallback;
        }

        bool isTrue = string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
        if (!isTrue && !string.Equals(value, "false", StringComparison.OrdinalIgnoreCase))
        {
            Complain(key, "must be 'true' or 'false'");
        }

        return isTrue;
    }

    /// <summary>A whole number.</summary>
    /// <param name="key">Key.</param>
    /// <param name="least">Smallest value allowed.</param>
    /// <param name="most">Largest value allowed.</param>
    /// <returns>The value, or <see langword="null"/>.</returns>
    public long? Integer(string key, long least, long most)
    {
        string? value = Text(key);
        if (value is null)
        {
            return null;
        }

        if (long.TryParse(value.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && number >= least
            && number <= most)
        {
            return number;
        }

        Complain(key, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));
        return null;
    }

    /// <summary>A number.</summary>
    /// <param name="key">Key.</param>
    /// <param name="least">Smallest value allowed.</param>
    /// <param name="most">Largest value allowed.</param>
    /// <returns>The value, or <see langword="null"/>.</returns>
    public double? Number(string key, double least, double most)
    {
        string? value = Text(key);
        if (value is null)
        {
            return null;
        }

        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && number >= least
            && number <= most)
        {
            return number;
        }

        Complain(key, string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}"));
        return null;
    }

    /// <summary>A duration such as <c>5 s</c>, <c>10min</c> or <c>250</c> (ms).</summary>
    /// <param name="key">Key.</param>
    /// <returns>Unit: ms. 0 when it is not there.</returns>
    public long DurationMs(string key)
    {
        string? value = Text(key)?.Trim();
        if (value is null)
        {
            return 0;
        }

        int digits = value.TakeWhile(char.IsAsciiDigit).Count();
        long unitMs = value[digits..].Trim() switch
        {
            "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => 1,
            "s" or "sec" or "secs" or "second" or "seconds" => 1_000,
            "m" or "min" or "minute" or "minutes" => 60_000,
            "h" or "hour" or "hours" => 3_600_000,
            "d" or "day" or "days" => 86_400_000,
            _ => 0,
        };
        if (unitMs > 0 && long.TryParse(value.AsSpan(0, digits), CultureInfo.InvariantCulture, out long count)
            && count <= long.MaxValue / 4 / unitMs)
        {
            return count * unitMs;
        }

        Complain(key, "must be a duration such as '5 s' or '10 min'");
        return 0;
    }

    /// <summary>A single ASCII character.</summary>
    /// <param name="key">Key.</param>
    /// <param name="fallback">Value when it is not there; -1 for none.</param>
    /// <param name="isEscaped">Whether a backslash starts an escape: <c>\t</c>, <c>\\</c> or <c>\uXXXX</c>.</param>
    /// <returns>The character, or the fallback.</returns>
    public int Character(string key, int fallback, bool isEscaped = false)
    {
        string? value = Text(key);
        if (value is null)
        {
            return fallback;
        }

        int character = value switch
        {
            "\\t" when isEscaped => '\t',
            "\\\\" when isEscaped => '\\',
            ['\\', 'u', _, _, _, _] when isEscaped && int.TryParse(
                value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code) => code,
            [char only] when only != '\\' || !isEscaped => only,
            _ => -1,
        };
        if (character is >= 0 and < 0x80 and not ('\n' or '\r'))
        {
            return character;
        }

        Complain(
            key,
            isEscaped
                ? "must be one ASCII character that is no line end; a backslash is '\\\\', a tabulator '\\t'"
                : "must be one ASCII character that is no line end");
        return fallback;
    }

    /// <summary>Notes that a value is wrong.</summary>
    /// <param name="key">Key.</param>
    /// <param name="rule">The rule it breaks, with the remedy.</param>
    public void Complain(string key, string rule) =>
        _problems.Add($"option '{key}' = '{_options.GetValueOrDefault(key)}': {rule}");

    /// <summary>Notes a problem of the table as a whole.</summary>
    /// <param name="problem">What, and the remedy.</param>
    public void Complain(string problem) => _problems.Add(problem);

    /// <summary>Notes every key that nobody asked for.</summary>
    /// <param name="what">What was configured, for the message.</param>
    public void ComplainAboutUnknown(string what)
    {
        foreach (string key in _options.Keys.Where(key => !_known.Contains(key)).Order(StringComparer.Ordinal))
        {
            _problems.Add($"option '{key}' is unknown for {what}; it takes {string.Join(", ", _known)}");
        }
    }
}
