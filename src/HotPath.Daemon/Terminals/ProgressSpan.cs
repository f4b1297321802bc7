using System;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Latency;

namespace HotPath.Daemon.Terminals;

/// <summary>What happened since the last line: a line may come less often than the run tells where it stands.</summary>
/// <remarks>Threading: the thread that tells.</remarks>
internal sealed class ProgressSpan
{
    private const double NsPerSecond = 1e9;

    private readonly LatencyTally _latency = new();
    private long _events;
    private long _beganNs = -1;

    /// <summary>The run goes on.</summary>
    /// <param name="progress">Where it stands.</param>
    public void Note(JobProgress progress) => _latency.Add(progress.Latency);

    /// <summary>The figures of a line; the next ones are of the time from now on.</summary>
    /// <param name="progress">Where the run stands.</param>
    /// <param name="nowNs">Monotonic clock. Unit: ns.</param>
    /// <returns>The figures.</returns>
    public ProgressFigures End(JobProgress progress, long nowNs)
    {
        double eventsPerSecond = _beganNs < 0
            ? progress.EventsPerSecond
            : (progress.Events - _events) / (Math.Max(1, nowNs - _beganNs) / NsPerSecond);
        var figures = new ProgressFigures(
            progress.Events, eventsPerSecond, progress.Position, progress.WatermarkMs, progress.LagMs,
            progress.DeadLetters, progress.NativeBytes, GC.GetTotalMemory(forceFullCollection: false), _latency.Total);
        _latency.Reset();
        _events = progress.Events;
        _beganNs = nowNs;
        return figures;
    }
}
