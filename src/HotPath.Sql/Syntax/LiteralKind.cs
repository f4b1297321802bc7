namespace HotPath.Sql.Syntax;

/// <summary>Kinds of literals.</summary>
public enum LiteralKind
{
    /// <summary>NULL.</summary>
    Null = 0,

    /// <summary>TRUE or FALSE.</summary>
    Boolean = 1,

    /// <summary>Digits without point or exponent.</summary>
    Integer = 2,

    /// <summary>Digits with a point: exact.</summary>
    Decimal = 3,

    /// <summary>Digits with an exponent: DOUBLE.</summary>
    Approximate = 4,

    /// <summary>Text in single quotes.</summary>
    String = 5,

    /// <summary>DATE '...'.</summary>
    Date = 6,

    /// <summary>TIME '...'.</summary>
    Time = 7,

    /// <summary>TIMESTAMP '...'.</summary>
    Timestamp = 8,

    /// <summary>INTERVAL with units DAY to SECOND.</summary>
    IntervalDay = 9,

    /// <summary>INTERVAL with units YEAR and MONTH.</summary>
    IntervalMonth = 10,
}
