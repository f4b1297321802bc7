using HotPath.Dataflow.Options;

namespace HotPath.Dataflow.Plans;

/// <summary>
/// Sources that keep step: one whose row times are ahead of the slowest of its group is not read until that has caught
/// up. It changes which source is read when, and no result of the log that comes of it.
/// </summary>
/// <param name="Group">Name of the group ('scan.watermark.alignment.group').</param>
/// <param name="MaxDriftMs">How far the source may be ahead ('scan.watermark.alignment.max-drift'). Unit: ms.</param>
/// <remarks>
/// Flink's options by their names. 'scan.watermark.alignment.update-interval' is read and says nothing here: how far
/// each source has come is known at every row.
/// </remarks>
public sealed record WatermarkAlignment(string Group, long MaxDriftMs)
{
    /// <summary>The option that names the group.</summary>
    public const string GroupKey = "scan.watermark.alignment.group";

    private const string DriftKey = "scan.watermark.alignment.max-drift";
    private const string IntervalKey = "scan.watermark.alignment.update-interval";

    /// <summary>Silence after which a source holds nobody; 0 for never. Unit: ms of ingest time.</summary>
    public long IdleMs { get; init; }

    /// <summary>Reads the options of a table that is read from.</summary>
    /// <param name="reader">All its options; takes what is wrong with these.</param>
    /// <returns><see langword="null"/> where the table is in no group.</returns>
    public static WatermarkAlignment? Read(OptionReader reader)
    {
        System.ArgumentNullException.ThrowIfNull(reader);
        string? group = reader.Text(GroupKey);
        long driftMs = reader.DurationMs(DriftKey);
        _ = reader.DurationMs(IntervalKey);
        if (group is null)
        {
            if (reader.Has(DriftKey) || reader.Has(IntervalKey))
            {
                reader.Complain($"option '{GroupKey}' is missing; name the sources that keep step");
            }

            return null;
        }

        if (!reader.Has(DriftKey))
        {
            reader.Complain($"option '{DriftKey}' is missing; say how far the source may be ahead, such as '10 s'");
        }

        return new WatermarkAlignment(group, driftMs);
    }
}
