using System;
using HotPath.Foundation.Time;

namespace HotPath.Generator.Shop;

/// <summary>One shop: how many come, when in the day, and the numbers it gives out.</summary>
internal sealed class Tenant
{
    // Visitors of each hour of the day, in percent of the busiest.
    private static readonly int[] HourPercents =
    [
        20, 14, 10, 8, 8, 10, 18, 32, 48, 60, 68, 72, 74, 72, 70, 70, 74, 82, 92, 100, 98, 84, 60, 36,
    ];

    private readonly long _zoneMs;
    private readonly long[] _userBusyUntilMs;
    private readonly long[] _sequences = new long[SourceId.Count];

    public Tenant(int id, int users)
    {
        Id = id;
        _zoneMs = (id - 1) * 5 % 24 * CivilTime.HourMs;
        _userBusyUntilMs = new long[users];
        Array.Fill(_userBusyUntilMs, long.MinValue);
    }

    /// <summary>Visitors over a whole day, in percent of a day of busiest hours.</summary>
    public static int MeanPercent { get; } = (int)Sum(HourPercents) / HourPercents.Length;

    public int Id { get; }

    /// <summary>Users that may sign in.</summary>
    public int Users => _userBusyUntilMs.Length;

    public long Sessions { get; set; }

    public long Carts { get; set; }

    public long Orders { get; set; }

    public long Payments { get; set; }

    public long Refunds { get; set; }

    /// <summary>Visitors at a time, in permille of the busiest; between full hours on a straight line.</summary>
    public int PermilleAt(long timeMs)
    {
        int ms = CivilTime.MsOfDay(timeMs + _zoneMs);
        int hour = ms / (int)CivilTime.HourMs;
        int from = HourPercents[hour] * 10;
        int to = HourPercents[(hour + 1) % HourPercents.Length] * 10;
        return from + (int)((to - from) * (ms % CivilTime.HourMs) / CivilTime.HourMs);
    }

    /// <summary>Whether a user may begin another session without running into the last.</summary>
    public bool IsFree(long userId, long timeMs, long gapMs) =>
        _userBusyUntilMs[userId - 1] == long.MinValue || timeMs > _userBusyUntilMs[userId - 1] + gapMs;

    public void Occupy(long userId, long untilMs) => _userBusyUntilMs[userId - 1] = untilMs;

    /// <summary>Next number of a source, from 1.</summary>
    public long NextSequence(int sourceId) => ++_sequences[sourceId];

    private static long Sum(int[] values)
    {
        long sum = 0;
        foreach (int value in values)
        {
            sum += value;
        }

        return sum;
    }
}
