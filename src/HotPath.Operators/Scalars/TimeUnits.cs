using System;
using HotPath.Foundation.Text;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Units of EXTRACT, FLOOR, CEIL, TIMESTAMPADD and TIMESTAMPDIFF as small numbers, so that they can be constants of
/// compiled code.
/// </summary>
internal static class TimeUnits
{
    internal const int Unknown = -1;
    internal const int Millisecond = 0;
    internal const int Second = 1;
    internal const int Minute = 2;
    internal const int Hour = 3;
    internal const int Day = 4;
    internal const int Week = 5;
    internal const int Month = 6;
    internal const int Quarter = 7;
    internal const int Year = 8;
    internal const int Decade = 9;
    internal const int Century = 10;
    internal const int Millennium = 11;
    internal const int Microsecond = 12;
    internal const int DayOfWeek = 13;
    internal const int IsoDayOfWeek = 14;
    internal const int DayOfYear = 15;
    internal const int Epoch = 16;
    internal const int IsoYear = 17;

    private static readonly string[] Names =
    [
        "MILLISECOND", "SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "DECADE", "CENTURY",
        "MILLENNIUM", "MICROSECOND", "DOW", "ISODOW", "DOY", "EPOCH", "ISOYEAR",
    ];

    internal static int Of(string name) => Array.IndexOf(Names, name.ToUpperInvariant());

    // Only for a unit that was not known when the query was compiled.
    internal static int Of(Utf8View name, int known)
    {
        if (known != Unknown)
        {
            return known;
        }

        for (int i = 0; i < Names.Length; i++)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(name.Span, Names[i]))
            {
                return i;
            }
        }

        return Unknown;
    }

    /// <summary>Unit: ms; 0 for units without a fixed length.</summary>
    internal static long LengthMs(int unit) => unit switch
    {
        Millisecond => 1,
        Second => 1_000,
        Minute => 60_000,
        Hour => 3_600_000,
        Day => 86_400_000,
        Week => 604_800_000,
        _ => 0,
    };

    /// <summary>Unit: months; 0 for units shorter than a month.</summary>
    internal static int LengthMonths(int unit) => unit switch
    {
        Month => 1,
        Quarter => 3,
        Year => 12,
        Decade => 120,
        Century => 1_200,
        Millennium => 12_000,
        _ => 0,
    };
}
