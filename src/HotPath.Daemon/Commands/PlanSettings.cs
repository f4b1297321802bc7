using System.Collections.Generic;
using System.Globalization;
using HotPath.Connectors.Files;
using HotPath.Daemon.CommandLine;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Time;

namespace HotPath.Daemon.Commands;

/// <summary>SET options that concern connectors: they stand in the plan, so that a replay has them too.</summary>
internal static class PlanSettings
{
    /// <summary>Form of SELECT rows; <c>--output</c> sets it.</summary>
    public const string OutputKey = "hotpath.output";

    private const string SeedKey = "hotpath.datagen.seed";
    private const string ZoneKey = "table.local-time-zone";

    /// <summary>Connector options of a plan, without streams.</summary>
    /// <param name="plan">Plan.</param>
    /// <returns>Options.</returns>
    /// <exception cref="HotPathException">HP1001: a value is invalid.</exception>
    public static FileConnectorOptions Of(IJobPlan plan) => new()
    {
        Output = Output(plan.Settings),
        DatagenSeed = Seed(plan.Settings),
        SessionZone = plan.Settings.TryGetValue(ZoneKey, out string? zone) ? ZoneRules.Of(zone) : ZoneRules.Utc,
    };

    /// <summary>The connectors' form of a kind.</summary>
    /// <param name="kind">Anything but <see cref="OutputKind.None"/>.</param>
    /// <returns>Form.</returns>
    public static OutputFormat Format(OutputKind kind) => kind switch
    {
        OutputKind.Csv => OutputFormat.Csv,
        OutputKind.Ndjson => OutputFormat.Ndjson,
        _ => OutputFormat.Table,
    };

    private static OutputFormat Output(IReadOnlyDictionary<string, string> settings) =>
        settings.GetValueOrDefault(OutputKey, "table") switch
        {
            "table" => OutputFormat.Table,
            "csv" => OutputFormat.Csv,
            "ndjson" => OutputFormat.Ndjson,
            string other => throw new HotPathException(
                ErrorCode.ConfigurationInvalid, $"SET '{OutputKey}' = '{other}': give table, csv or ndjson"),
        };

    private static ulong? Seed(IReadOnlyDictionary<string, string> settings)
    {
        if (settings.GetValueOrDefault(SeedKey) is not { } text)
        {
            return null;
        }

        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"SET '{SeedKey}' = '{text}': give a whole number from 0 to {ulong.MaxValue}");
    }
}
