using System;
using HotPath.Functions;

namespace HotPath.Examples.Functions;

/// <summary>Scalar functions over days, times of the day, and bytes.</summary>
public static class CalendarFunctions
{
    // begin
    /// <summary>The first day from one on that is neither Saturday nor Sunday.</summary>
    [ScalarFunction("working_day")]
    public static DateOnly WorkingDay(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(2),
        DayOfWeek.Sunday => day.AddDays(1),
        _ => day,
    };

    /// <summary>The quarter of an hour that a time falls in; NULL at night, and noon where no time is known.</summary>
    [ScalarFunction("quarter_hour")]
    public static TimeOnly? Quarter(TimeOnly? time) => time switch
    {
        null => new TimeOnly(12, 0),
        { Hour: < 6 } => null,
        { } some => new TimeOnly(some.Hour, some.Minute / 15 * 15),
    };

    /// <summary>The Adler-32 checksum.</summary>
    [ScalarFunction("adler32")]
    public static long Adler32([Binary] ReadOnlySpan<byte> bytes)
    {
        long low = 1;
        long high = 0;
        foreach (byte one in bytes)
        {
            low = (low + one) % 65521;
            high = (high + low) % 65521;
        }

        return (high << 16) | low;
    }

    /// <summary>The last bytes; NULL when there are fewer.</summary>
    [ScalarFunction("tail")]
    public static NullableBytes Tail([Binary] ReadOnlySpan<byte> bytes, int count) =>
        count < 0 || count > bytes.Length ? NullableBytes.Null : new NullableBytes(bytes[^count..]);
    // end
}
