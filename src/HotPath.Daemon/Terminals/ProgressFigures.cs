using HotPath.Runtime.Latency;

namespace HotPath.Daemon.Terminals;

/// <summary>What the progress line shows.</summary>
/// <param name="Events">Events sequenced. Unit: events.</param>
/// <param name="EventsPerSecond">Rate of the last interval. Unit: events/s.</param>
/// <param name="Position">Log position. Unit: bytes.</param>
/// <param name="WatermarkMs">Highest watermark. Unit: ms since the Unix epoch.</param>
/// <param name="LagMs">How far the slowest shard is behind the newest event sequenced, in ingest time; negative:
/// unknown. Unit: ms.</param>
/// <param name="DeadLetters">Rows in no result. Unit: rows.</param>
/// <param name="NativeBytes">Native memory held. Unit: bytes.</param>
/// <param name="ManagedBytes">Managed heap. Unit: bytes.</param>
/// <param name="Latency">From arrival to release, since the last line; <see langword="null"/> when nothing was
/// released.</param>
internal readonly record struct ProgressFigures(
    long Events,
    double EventsPerSecond,
    long Position,
    long WatermarkMs,
    long LagMs,
    long DeadLetters,
    long NativeBytes,
    long ManagedBytes,
    LatencyFigures? Latency = null);
