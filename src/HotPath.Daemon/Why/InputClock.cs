namespace HotPath.Daemon.Why;

/// <summary>How far an input of a UNION ALL has come: the lowest is the watermark of what is behind it.</summary>
/// <param name="Tables">Names of its tables.</param>
/// <param name="WatermarkMs">Its watermark, <see cref="Dataflow.Plans.StatementClock.None"/> before the first.
/// Unit: ms.</param>
internal sealed record InputClock(string Tables, long WatermarkMs);
