using HotPath.Foundation.Time;

namespace HotPath.Operators.Scalars;

/// <summary>A wall-clock time in its parts.</summary>
internal readonly struct TimeFields(long localMs)
{
    internal int Days { get; } = CivilTime.DayOf(localMs);

    internal CivilDate Date { get; } = CivilTime.FromDays(CivilTime.DayOf(localMs));

    internal int Hour { get; } = CivilTime.MsOfDay(localMs) / 3_600_000;

    internal int Minute { get; } = CivilTime.MsOfDay(localMs) / 60_000 % 60;

    internal int Second { get; } = CivilTime.MsOfDay(localMs) / 1_000 % 60;

    internal int Millisecond { get; } = CivilTime.MsOfDay(localMs) % 1_000;
}
