namespace HotPath.Operators.Windows;

/// <summary>The last window of a row that came too late for it.</summary>
/// <param name="StartMs">Local wall-clock start; <see cref="long.MinValue"/> where no window has bounds. Unit: ms.
/// </param>
/// <param name="EndMs">Local wall-clock end. Unit: ms.</param>
/// <param name="FiredAtMs">Watermark at which it fired. Unit: ms.</param>
internal readonly record struct LateWindow(long StartMs, long EndMs, long FiredAtMs)
{
    /// <summary>Whether it has bounds.</summary>
    public bool HasBounds => StartMs != long.MinValue;
}
