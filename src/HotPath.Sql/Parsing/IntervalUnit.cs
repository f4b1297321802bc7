namespace HotPath.Sql.Parsing;

/// <summary>Units of INTERVAL literals, from coarse to fine.</summary>
internal enum IntervalUnit
{
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
}
