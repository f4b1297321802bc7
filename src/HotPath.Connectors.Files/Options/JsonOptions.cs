using HotPath.Dataflow.Options;

namespace HotPath.Connectors.Files.Options;

/// <summary>Options of the json format, Flink's names and defaults.</summary>
/// <remarks>Source: specs/flink-semantics.md 2.1.</remarks>
internal sealed record JsonOptions
{
    /// <summary>
    /// 'json.ignore-parse-errors': wrong fields are NULL, wrong lines are passed over. Default: false.
    /// </summary>
    public bool IgnoreParseErrors { get; init; }

    /// <summary>'json.fail-on-missing-field': a line without one of the columns is refused. Default: false.</summary>
    public bool FailOnMissingField { get; init; }

    /// <summary>'json.timestamp-format.standard' is ISO-8601. Default: false, SQL.</summary>
    public bool IsIso8601 { get; init; }

    /// <summary>'json.encode.decimal-as-plain-number'. Default: false.</summary>
    public bool IsDecimalPlain { get; init; }

    /// <summary>'json.encode.ignore-null-fields'. Default: false.</summary>
    public bool IgnoreNullFields { get; init; }

    /// <summary>Reads the options.</summary>
    /// <param name="reader">Options of the table.</param>
    /// <returns>The options; defaults where there is a problem.</returns>
    public static JsonOptions Read(OptionReader reader)
    {
        string standard = reader.Text("json.timestamp-format.standard") ?? "SQL";
        if (standard is not ("SQL" or "ISO-8601"))
        {
            reader.Complain("json.timestamp-format.standard", "must be 'SQL' or 'ISO-8601'");
        }

        var options = new JsonOptions
        {
            IgnoreParseErrors = reader.Flag("json.ignore-parse-errors"),
            FailOnMissingField = reader.Flag("json.fail-on-missing-field"),
            IsIso8601 = standard == "ISO-8601",
            IsDecimalPlain = reader.Flag("json.encode.decimal-as-plain-number"),
            IgnoreNullFields = reader.Flag("json.encode.ignore-null-fields"),
        };
        if (options is { IgnoreParseErrors: true, FailOnMissingField: true })
        {
            reader.Complain(
                "json.fail-on-missing-field", "cannot be true together with 'json.ignore-parse-errors'; remove one");
        }

        foreach (string key in (string[])["json.map-null-key.mode", "json.map-null-key.literal"])
        {
            if (reader.Text(key) is not null)
            {
                reader.Complain(key, "maps are not supported; remove it");
            }
        }

        return options;
    }
}
