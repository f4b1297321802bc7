using HotPath.Runtime.Latency;

namespace HotPath.Runtime.Jobs;

/// <summary>Where a running job stands; values of different stages may be from slightly different moments.</summary>
/// <param name="Events">Event frames sequenced. Unit: events.</param>
/// <param name="EventsPerSecond">Rate since the last report. Unit: events/s.</param>
/// <param name="Position">Position after the last frame sequenced. Unit: bytes.</param>
/// <param name="WatermarkMs">Highest watermark, or <see cref="long.MinValue"/>. Unit: ms since the Unix epoch.</param>
/// <param name="LagMs">Ingest time of the newest frame sequenced minus that of the newest one every shard has applied.
/// Unit: ms.</param>
/// <param name="StateEntries">State entries held. Unit: entries.</param>
/// <param name="DeadLetters">Dead letters released. Unit: rows.</param>
/// <param name="BufferedBytes">Finished rows not yet released. Unit: bytes.</param>
/// <param name="NativeBytes">Native memory held. Unit: bytes.</param>
/// <param name="Latency">How long events take; of the time before this call.</param>
public sealed record JobProgress(
    long Events,
    double EventsPerSecond,
    long Position,
    long WatermarkMs,
    long LagMs,
    long StateEntries,
    long DeadLetters,
    long BufferedBytes,
    long NativeBytes,
    LatencyReading Latency);
