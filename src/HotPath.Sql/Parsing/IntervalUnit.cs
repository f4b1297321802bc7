namespace HotPath.Sql.Parsing;

/// <summary>
/// Units of INTERVAL literals, from coarse to fine; QUARTER and WEEK, which stand alone, before and behind the others.
/// </summary>
internal enum IntervalUnit
{
    /// <summary>3 months.</summary>
    Quarter,

    /// <summary>12 months.</summary>
    Year,

    /// <summary>One month.</summary>
    Month,

    /// <summary>24 hours.</summary>
    Day,

    /// <summary>60 minutes.</summary>
    Hour,

    /// <summary>60 seconds.</summary>
    Minute,

    /// <summary>1,000 milliseconds.</summary>
    Second,

    /// <summary>7 days.</summary>
    Week,
}
