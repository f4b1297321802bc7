using System.Runtime.CompilerServices;

namespace HotPath.Operators.Windows;

/// <summary>When to look at a session again.</summary>
/// <param name="FireAtMs">Watermark at which it fires, unless it has grown by then. Unit: ms.</param>
/// <param name="Arrival">Its number within its clock.</param>
/// <param name="Session">Its entry, if that still has this number.</param>
internal readonly record struct SessionTimer(long FireAtMs, long Arrival, nint Session)
{
    /// <summary>Length of a timer. Unit: bytes.</summary>
    public const int LengthBytes = 3 * sizeof(long);

    /// <summary>Whether it comes before another: by time, then by number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsBefore(in SessionTimer other) =>
        FireAtMs < other.FireAtMs || (FireAtMs == other.FireAtMs && Arrival < other.Arrival);
}
