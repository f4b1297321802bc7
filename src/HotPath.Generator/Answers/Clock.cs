using System;

namespace HotPath.Generator.Answers;

/// <summary>A watermark that follows every row: the greatest event time so far, less the bound.</summary>
internal sealed class Clock
{
    private readonly long _boundMs;

    public Clock(long boundMs) => _boundMs = boundMs;

    /// <summary>Unit: ms since the Unix epoch; the least number before the first row.</summary>
    public long WatermarkMs { get; private set; } = long.MinValue;

    public void Advance(long timeMs) => WatermarkMs = Math.Max(WatermarkMs, timeMs - _boundMs);

    /// <summary>Whether a window is over: no time in it is later than the watermark.</summary>
    public bool IsOver(long windowEndMs) => windowEndMs - 1 <= WatermarkMs;
}
