using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using HotPath.Disruptor.Agents;
using HotPath.Runtime.Durability;

namespace HotPath.Daemon.CommandLine;

/// <summary>Options that several commands share, each with a message that names option, value and rule.</summary>
internal static class CommandOptions
{
    /// <summary>Default of <see cref="Grace"/>. Unit: s.</summary>
    public const int GraceSeconds = 30;

    private const string LocalSync = "local-sync";
    private const string Async = "async";

    /// <summary>The scripts of a session.</summary>
    /// <returns>The argument.</returns>
    public static Argument<string[]> Scripts() => new("SCRIPT")
    {
        Description = "SQL scripts, run in this order as one session",
        Arity = ArgumentArity.OneOrMore,
        Validators = { RefuseOptions },
    };

    /// <summary>The recorded log of a replay.</summary>
    /// <returns>The argument.</returns>
    public static Argument<string?> Log() => new("LOG")
    {
        Description = "A log recorded with hotpath run --record; or give --data",
        Arity = ArgumentArity.ZeroOrOne,
        Validators = { RefuseOptions },
    };

    /// <summary><c>--set NAME=VALUE</c>.</summary>
    /// <returns>The option.</returns>
    public static Option<IReadOnlyDictionary<string, string>> Set() => new("--set")
    {
        Description = "Replaces ${NAME} in the scripts; may be repeated",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = ParseVariables,
        DefaultValueFactory = static _ => new Dictionary<string, string>(StringComparer.Ordinal),
    };

    /// <summary><c>--data</c>.</summary>
    /// <returns>The option.</returns>
    public static Option<string?> Data() => new("--data")
    {
        Description =
            "Data directory: makes the run durable; the same command after any end of the process goes on where it was",
        HelpName = "DIR",
    };

    /// <summary><c>--data</c> of a command that looks at a run.</summary>
    /// <returns>The option.</returns>
    public static Option<string> DataOfRun() =>
        new("--data") { Description = "The data directory of a run", HelpName = "DIR", Required = true };

    /// <summary><c>--commit</c>.</summary>
    /// <returns>The option.</returns>
    public static Option<string> Commit()
    {
        Option<string> option = new("--commit")
        {
            Description = "With --data, when rows may be seen: async waits for no disk and may lose the newest",
            DefaultValueFactory = static _ => LocalSync,
        };
        TakeOneOf(option, LocalSync, Async);
        return option;
    }

    /// <summary>Makes an option take one of some words; the library's own message does not name the option.</summary>
    /// <param name="option">The option.</param>
    /// <param name="words">Accepted, as the help lists them.</param>
    public static void TakeOneOf(Option option, params string[] words)
    {
        option.CompletionSources.Clear();
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens)
            {
                if (!Array.Exists(words, word => string.Equals(word, token.Value, StringComparison.Ordinal)))
                {
                    result.AddError($"{option.Name} '{token.Value}': give one of {string.Join(", ", words)}");
                }
            }
        });
    }

    /// <summary>The mode behind a word of <see cref="Commit"/>.</summary>
    /// <param name="word">The word.</param>
    /// <returns>The mode.</returns>
    public static CommitMode Mode(string word) => word == Async ? CommitMode.Async : CommitMode.LocalSync;

    /// <summary><c>--threads</c>.</summary>
    /// <returns>The option.</returns>
    public static Option<string> Threads() => new("--threads")
    {
        Description =
            "Which stages share a thread, for example ingress/shards+egress; auto chooses from the cores; never "
            + "changes results",
        HelpName = "auto|PLAN",
        DefaultValueFactory = static _ => "auto",
    };

    /// <summary><c>--shards</c>.</summary>
    /// <returns>The option.</returns>
    public static Option<int> Shards() =>
        Number("--shards", "Shards that tenants are spread over; 0 chooses from the cores; never changes results", 0, 0,
            ThreadPlan.ShardsMax);

    /// <summary><c>--batch</c>.</summary>
    /// <returns>The option.</returns>
    public static Option<int> Batch() =>
        Number("--batch", "Most frames a stage takes in one turn; never changes results", 256, 1, 65_536);

    /// <summary><c>--grace</c>.</summary>
    /// <returns>The option.</returns>
    public static Option<int> Grace() => Number(
        "--grace",
        "Seconds from the first SIGTERM or Ctrl-C to the end of the process, whether all is drained or not",
        GraceSeconds,
        1,
        86_400);

    /// <summary><c>--quiet</c>.</summary>
    /// <returns>The option.</returns>
    public static Option<bool> Quiet() =>
        new("--quiet", "-q") { Description = "No progress and no summary; errors and losses are still told" };

    /// <summary><c>--report</c>.</summary>
    /// <returns>The option.</returns>
    public static Option<string?> Report() =>
        new("--report") { Description = "Writes all figures as JSON at the end", HelpName = "FILE" };

    /// <summary>A whole number in a range.</summary>
    /// <param name="name">Name with dashes.</param>
    /// <param name="description">For the help.</param>
    /// <param name="fallback">Default.</param>
    /// <param name="min">Least value.</param>
    /// <param name="max">Greatest value.</param>
    /// <returns>The option.</returns>
    public static Option<int> Number(string name, string description, int fallback, int min, int max) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => fallback,
        CustomParser = result => (int)ParseNumber(result, name, min, max),
    };

    /// <summary>A whole number that may be greater than 32 bits hold.</summary>
    /// <param name="name">Name with dashes.</param>
    /// <param name="description">For the help.</param>
    /// <param name="fallback">Default.</param>
    /// <param name="min">Least value.</param>
    /// <param name="max">Greatest value.</param>
    /// <returns>The option.</returns>
    public static Option<long> LongNumber(string name, string description, long fallback, long min, long max) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => fallback,
            CustomParser = result => ParseNumber(result, name, min, max),
        };

    /// <summary>A position of the log.</summary>
    /// <param name="name">Name with dashes.</param>
    /// <param name="description">For the help.</param>
    /// <returns>The option.</returns>
    public static Option<long?> Position(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "POSITION",
        CustomParser = result => ParsePosition(result, name),
    };

    /// <summary>One word of several.</summary>
    /// <param name="description">For the help.</param>
    /// <param name="kinds">Accepted.</param>
    /// <returns>The option <c>--output</c>.</returns>
    public static Option<string?> Output(string description, params OutputKind[] kinds) => new("--output")
    {
        Description = description,
        HelpName = Words(kinds, "|"),
        CustomParser = result => ParseKind(result, kinds),
    };

    /// <summary>The kind behind a word that <see cref="Output"/> accepted.</summary>
    /// <param name="word">Accepted word.</param>
    /// <returns>Kind; <see langword="null"/> when the option was not given.</returns>
    public static OutputKind? Kind(string? word) => word switch
    {
        null => null,
        "csv" => OutputKind.Csv,
        "ndjson" => OutputKind.Ndjson,
        "none" => OutputKind.None,
        _ => OutputKind.Table,
    };

    /// <summary>The word of a kind.</summary>
    /// <param name="kind">Kind.</param>
    /// <returns>Word.</returns>
    public static string Word(OutputKind kind) => kind switch
    {
        OutputKind.Csv => "csv",
        OutputKind.Ndjson => "ndjson",
        OutputKind.None => "none",
        _ => "table",
    };

    private static long ParseNumber(ArgumentResult result, string name, long min, long max)
    {
        string text = result.Tokens[0].Value;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            && value >= min && value <= max)
        {
            return value;
        }

        result.AddError($"{name} '{text}': give a whole number from {min} to {max}");
        return min;
    }

    private static long? ParsePosition(ArgumentResult result, string name)
    {
        string text = result.Tokens[0].Value;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long position))
        {
            return position;
        }

        result.AddError($"{name} '{text}': give a position of the log (hotpath journal dump lists them)");
        return null;
    }

    private static string ParseKind(ArgumentResult result, OutputKind[] kinds)
    {
        string text = result.Tokens[0].Value;
        if (!Array.Exists(kinds, kind => string.Equals(text, Word(kind), StringComparison.Ordinal)))
        {
            result.AddError($"--output '{text}': give one of {Words(kinds, ", ")}");
        }

        return text;
    }

    private static void RefuseOptions(ArgumentResult result)
    {
        foreach (Token token in result.Tokens)
        {
            if (token.Value.StartsWith('-'))
            {
                result.AddError($"'{token.Value}': unknown option");
            }
        }
    }

    private static Dictionary<string, string> ParseVariables(ArgumentResult result)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Token token in result.Tokens)
        {
            int equals = token.Value.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                result.AddError($"--set '{token.Value}': give NAME=VALUE");
            }
            else if (!variables.TryAdd(token.Value[..equals], token.Value[(equals + 1)..]))
            {
                result.AddError($"--set '{token.Value}': {token.Value[..equals]} is set twice; give it once");
            }
        }

        return variables;
    }

    private static string Words(OutputKind[] kinds, string separator) =>
        string.Join(separator, Array.ConvertAll(kinds, Word));
}
