namespace HotPath.Dataflow.Plans;

/// <summary>The watermark of one partition of a source for one tenant.</summary>
/// <param name="Source">Index of the file within the table's input.</param>
/// <param name="Partition">Client that sends through it, or 0.</param>
/// <param name="WatermarkMs">Unit: ms.</param>
/// <param name="LastRowIngestMs">
/// Ingest time of its last row, later by as long as ingress was held back since. Unit: ms since the Unix epoch.
/// </param>
/// <param name="IsIdle">Whether it is left out of the minimum.</param>
public readonly record struct PartitionClock(
    int Source, int Partition, long WatermarkMs, long LastRowIngestMs, bool IsIdle);
