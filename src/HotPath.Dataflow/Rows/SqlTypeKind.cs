namespace HotPath.Dataflow.Rows;

/// <summary>
/// SQL types that a column or expression can have. The numbers are part of derived schemas: append only.
/// </summary>
public enum SqlTypeKind
{
    /// <summary>The type of a bare NULL literal before it is coerced.</summary>
    Null = 0,

    /// <summary>BOOLEAN; one byte, 0 or 1; CLR <see cref="bool"/>.</summary>
    Boolean = 1,

    /// <summary>TINYINT; CLR <see cref="sbyte"/>.</summary>
    TinyInt = 2,

    /// <summary>SMALLINT; CLR <see cref="short"/>.</summary>
    SmallInt = 3,

    /// <summary>INT; CLR <see cref="int"/>.</summary>
    Int = 4,

    /// <summary>BIGINT; CLR <see cref="long"/>.</summary>
    BigInt = 5,

    /// <summary>FLOAT; CLR <see cref="float"/>.</summary>
    Float = 6,

    /// <summary>DOUBLE; CLR <see cref="double"/>.</summary>
    Double = 7,

    /// <summary>
    /// DECIMAL(p, s), p up to 38; unscaled 16-byte two's complement; CLR <see cref="System.Int128"/>.
    /// </summary>
    Decimal = 8,

    /// <summary>CHAR(n), blank padded; UTF-8; CLR <see cref="HotPath.Foundation.Text.Utf8View"/>.</summary>
    Char = 9,

    /// <summary>
    /// VARCHAR(n) and STRING (n = int.MaxValue); UTF-8; CLR <see cref="HotPath.Foundation.Text.Utf8View"/>.
    /// </summary>
    VarChar = 10,

    /// <summary>BINARY, VARBINARY and BYTES; CLR <see cref="HotPath.Foundation.Text.Utf8View"/>.</summary>
    VarBinary = 11,

    /// <summary>DATE; days since 1970-01-01; CLR <see cref="int"/>.</summary>
    Date = 12,

    /// <summary>TIME; milliseconds of the day; CLR <see cref="int"/>.</summary>
    Time = 13,

    /// <summary>
    /// TIMESTAMP(p), wall clock without zone; milliseconds since 1970-01-01 00:00; CLR <see cref="long"/>.
    /// </summary>
    Timestamp = 14,

    /// <summary>TIMESTAMP_LTZ(p), an instant; milliseconds since the Unix epoch; CLR <see cref="long"/>.</summary>
    TimestampLtz = 15,

    /// <summary>INTERVAL DAY TO SECOND; milliseconds; CLR <see cref="long"/>.</summary>
    IntervalDay = 16,

    /// <summary>INTERVAL YEAR TO MONTH; months; CLR <see cref="int"/>.</summary>
    IntervalMonth = 17,
}
