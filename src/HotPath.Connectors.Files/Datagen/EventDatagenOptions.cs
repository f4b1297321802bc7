using System.Collections.Generic;
using HotPath.Dataflow.Options;
using HotPath.Dataflow.Rows;
using HotPath.Generator;
using HotPath.Generator.Nexmark;
using HotPath.Generator.Rows;

namespace HotPath.Connectors.Files.Datagen;

/// <summary>Options of a datagen table that is fed with the events of the generator; none of them is Flink's.</summary>
internal sealed record EventDatagenOptions
{
    /// <summary>Which events.</summary>
    public const string EventsKey = Prefix + "events";

    /// <summary>Folder for the answers.</summary>
    public const string AnswersKey = Prefix + "answers";

    private const string Prefix = "hotpath.datagen.";
    private const string RowsKey = "number-of-rows";
    private const string SeedKey = Prefix + "seed";
    private const string StartKey = Prefix + "start";
    private const string BaseKey = Prefix + "base";
    private const string ShopName = "shop";
    private const string NexmarkName = "nexmark";
    private const long NexmarkRowsMax = long.MaxValue / 1_000_000;

    /// <summary>'rows-per-second'; 0 for as fast as possible. Unit: rows per second.</summary>
    public long RowsPerSecond { get; private init; }

    /// <summary>'number-of-rows'; <see langword="null"/> for no end. Unit: rows.</summary>
    public long? Rows { get; private init; }

    /// <summary>Seed, if the table names one.</summary>
    public ulong? Seed { get; private init; }

    /// <summary>Events of shops; <see langword="null"/> for Nexmark.</summary>
    public GeneratorOptions? Shop { get; private init; }

    /// <summary>Events of Nexmark, if not of shops.</summary>
    public NexmarkOptions Nexmark { get; private init; } = new();

    /// <summary>Folder for the answers, as given; <see langword="null"/> for none.</summary>
    public string? AnswersPath { get; private init; }

    /// <summary>For each column of the table, the column of the events.</summary>
    public IReadOnlyList<int> Columns { get; private init; } = [];

    /// <summary>Seed of the generator when nobody names one.</summary>
    public ulong DefaultSeed => (ulong)(Shop?.Seed ?? Nexmark.Seed);

    /// <summary>Reads the options.</summary>
    /// <param name="reader">Options of the table, which has the key of the events.</param>
    /// <param name="schema">Columns of the table.</param>
    /// <returns>The options; defaults where there is a problem.</returns>
    public static EventDatagenOptions Read(OptionReader reader, RowSchema schema)
    {
        string? name = reader.Text(EventsKey);
        _ = reader.Integer("scan.parallelism", 1, int.MaxValue);
        var options = new EventDatagenOptions
        {
            RowsPerSecond = reader.Integer("rows-per-second", 0, long.MaxValue) ?? DatagenOptions.DefaultRowsPerSecond,
            Rows = reader.Integer(RowsKey, 1, name == NexmarkName ? NexmarkRowsMax : long.MaxValue),
            Seed = (ulong?)reader.Integer(SeedKey, 0, long.MaxValue),
            AnswersPath = ReadAnswers(reader),
        };
        switch (name)
        {
            case ShopName:
                CheckAnswers(reader, options);
                return options with
                {
                    Shop = ReadShop(reader),
                    Columns = Bind(reader, schema, ShopName, ShopRows.AllColumns),
                };
            case NexmarkName:
                if (options.AnswersPath is not null)
                {
                    reader.Complain(AnswersKey, $"events '{NexmarkName}' come without answers; remove it");
                }

                return options with
                {
                    Nexmark = ReadNexmark(reader),
                    Columns = Bind(reader, schema, NexmarkName, NexmarkRows.AllColumns),
                };
            default:
                reader.Complain(
                    EventsKey, $"must be '{ShopName}' or '{NexmarkName}'; how many there are is '{RowsKey}'");
                return options;
        }
    }

    private static string? ReadAnswers(OptionReader reader)
    {
        string? path = reader.Text(AnswersKey);
        if (path is { Length: 0 })
        {
            reader.Complain(AnswersKey, "must be a folder");
        }

        return path;
    }

    private static void CheckAnswers(OptionReader reader, EventDatagenOptions options)
    {
        if (options.AnswersPath is not null && !reader.Has(RowsKey))
        {
            reader.Complain(
                AnswersKey, $"answers are written at the end of the rows, but there is none; set '{RowsKey}'");
        }
    }

    private static GeneratorOptions ReadShop(OptionReader reader)
    {
        GeneratorOptions options = Settings(reader, new GeneratorOptions(), GeneratorSettings.Shop);
        if (reader.Text(StartKey) is not { } text)
        {
            return options;
        }

        if (GeneratorSettings.TryParseStart(text, out long startMs))
        {
            return options with { StartMs = startMs };
        }

        reader.Complain(StartKey, GeneratorSettings.StartRule);
        return options;
    }

    private static NexmarkOptions ReadNexmark(OptionReader reader)
    {
        const string disorderKey = Prefix + "out-of-order";
        NexmarkOptions options = Settings(reader, new NexmarkOptions(), GeneratorSettings.Nexmark) with
        {
            HasFullExtra = Word(reader, Prefix + "extra", "full", "short"),
            HasUpstreamBidders = Word(reader, Prefix + "bidder", "upstream", "plain"),
        };
        if (!options.HasPossibleDisorder)
        {
            reader.Complain(disorderKey, NexmarkOptions.DisorderRule);
            options = options with { DisorderGroup = 1 };
        }

        if (reader.Text(BaseKey) is not { } text)
        {
            return options;
        }

        if (GeneratorSettings.TryParseBase(text, out long baseMs))
        {
            return options with { BaseMs = baseMs };
        }

        reader.Complain(BaseKey, GeneratorSettings.BaseRule);
        return options;
    }

    private static TOptions Settings<TOptions>(
        OptionReader reader, TOptions options, IReadOnlyList<GeneratorSetting<TOptions>> settings)
    {
        foreach (GeneratorSetting<TOptions> setting in settings)
        {
            string key = Prefix + setting.Name;
            if (reader.Integer(key, setting.Least, setting.Most) is not { } value)
            {
                continue;
            }

            if (setting.Complaint(value) is { } complaint)
            {
                reader.Complain(key, $"must be {complaint}");
            }

            options = setting.With(options, value);
        }

        return options;
    }

    private static bool Word(OptionReader reader, string key, string fallback, string other)
    {
        string word = reader.Text(key) ?? fallback;
        if (word != fallback && word != other)
        {
            reader.Complain(key, $"must be '{fallback}' or '{other}'");
        }

        return word == fallback;
    }

    private static int[] Bind(
        OptionReader reader, RowSchema schema, string name, IReadOnlyList<EventColumn> events)
    {
        var columns = new int[schema.Columns.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = EventColumns.Find(schema.Columns[i], events, name, out string? problem);
            if (problem is not null)
            {
                reader.Complain(problem);
            }
        }

        return columns;
    }
}
