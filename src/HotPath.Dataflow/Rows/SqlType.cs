using System;
using System.Globalization;
using HotPath.Foundation.Text;

namespace HotPath.Dataflow.Rows;

/// <summary>
/// A SQL type with its parameters. Values of a type have one CLR form: see <see cref="SqlTypeKind"/>.
/// </summary>
/// <param name="Kind">Which type.</param>
/// <param name="Precision">DECIMAL: digits, 1 to 38. CHAR, VARCHAR: characters. TIME, TIMESTAMP: digits of the second.
/// Else 0.</param>
/// <param name="Scale">DECIMAL: digits after the point. Else 0.</param>
public sealed record SqlType(SqlTypeKind Kind, int Precision = 0, int Scale = 0)
{
    /// <summary>BOOLEAN.</summary>
    public static readonly SqlType Boolean = new(SqlTypeKind.Boolean);

    /// <summary>TINYINT.</summary>
    public static readonly SqlType TinyInt = new(SqlTypeKind.TinyInt);

    /// <summary>SMALLINT.</summary>
    public static readonly SqlType SmallInt = new(SqlTypeKind.SmallInt);

    /// <summary>INT.</summary>
    public static readonly SqlType Int = new(SqlTypeKind.Int);

    /// <summary>BIGINT.</summary>
    public static readonly SqlType BigInt = new(SqlTypeKind.BigInt);

    /// <summary>FLOAT.</summary>
    public static readonly SqlType Float = new(SqlTypeKind.Float);

    /// <summary>DOUBLE.</summary>
    public static readonly SqlType Double = new(SqlTypeKind.Double);

    /// <summary>STRING, that is VARCHAR(2147483647).</summary>
    public static readonly SqlType String = new(SqlTypeKind.VarChar, int.MaxValue);

    /// <summary>BYTES.</summary>
    public static readonly SqlType Bytes = new(SqlTypeKind.VarBinary, int.MaxValue);

    /// <summary>DATE.</summary>
    public static readonly SqlType Date = new(SqlTypeKind.Date);

    /// <summary>TIME(0).</summary>
    public static readonly SqlType Time = new(SqlTypeKind.Time);

    /// <summary>TIMESTAMP(3), the type of window bounds and of most row times.</summary>
    public static readonly SqlType Timestamp3 = new(SqlTypeKind.Timestamp, 3);

    /// <summary>TIMESTAMP_LTZ(3).</summary>
    public static readonly SqlType TimestampLtz3 = new(SqlTypeKind.TimestampLtz, 3);

    /// <summary>INTERVAL DAY TO SECOND(3).</summary>
    public static readonly SqlType IntervalDay = new(SqlTypeKind.IntervalDay, 3);

    /// <summary>INTERVAL YEAR TO MONTH.</summary>
    public static readonly SqlType IntervalMonth = new(SqlTypeKind.IntervalMonth);

    /// <summary>The type of a bare NULL.</summary>
    public static readonly SqlType Null = new(SqlTypeKind.Null);

    /// <summary>Smallest step of a TIME, TIMESTAMP or TIMESTAMP_LTZ, which are kept to the millisecond. Unit: ms.
    /// </summary>
    public int UnitMs => Precision switch
    {
        0 => 1000,
        1 => 100,
        2 => 10,
        _ => 1,
    };

    /// <summary>Whether values are UTF-8 text.</summary>
    public bool IsText => Kind is SqlTypeKind.Char or SqlTypeKind.VarChar;

    /// <summary>Whether values have variable length: stored as (offset, length) into the row's tail.</summary>
    public bool IsVariableLength => IsText || Kind == SqlTypeKind.VarBinary;

    /// <summary>Whether the type is TINYINT, SMALLINT, INT or BIGINT.</summary>
    public bool IsInteger => Kind is >= SqlTypeKind.TinyInt and <= SqlTypeKind.BigInt;

    /// <summary>Whether the type is FLOAT or DOUBLE.</summary>
    public bool IsApproximate => Kind is SqlTypeKind.Float or SqlTypeKind.Double;

    /// <summary>Whether the type is a number.</summary>
    public bool IsNumeric => Kind is >= SqlTypeKind.TinyInt and <= SqlTypeKind.Decimal;

    /// <summary>Whether the type is TIMESTAMP or TIMESTAMP_LTZ.</summary>
    public bool IsTimestamp => Kind is SqlTypeKind.Timestamp or SqlTypeKind.TimestampLtz;

    /// <summary>Whether the type is an interval of either kind.</summary>
    public bool IsInterval => Kind is SqlTypeKind.IntervalDay or SqlTypeKind.IntervalMonth;

    /// <summary>Bytes of a value in the fixed block of a row. Unit: bytes.</summary>
    public int SlotBytes => Kind switch
    {
        SqlTypeKind.Boolean or SqlTypeKind.TinyInt => 1,
        SqlTypeKind.SmallInt => 2,
        SqlTypeKind.Int or SqlTypeKind.Float or SqlTypeKind.Date or SqlTypeKind.Time or SqlTypeKind.IntervalMonth => 4,
        SqlTypeKind.Decimal => 16,
        SqlTypeKind.Null => 1,
        _ => 8,
    };

    /// <summary>CLR type that compiled code uses for a value that is not NULL.</summary>
    public Type ClrType => Kind switch
    {
        SqlTypeKind.Boolean or SqlTypeKind.Null => typeof(bool),
        SqlTypeKind.TinyInt => typeof(sbyte),
        SqlTypeKind.SmallInt => typeof(short),
        SqlTypeKind.Int or SqlTypeKind.Date or SqlTypeKind.Time or SqlTypeKind.IntervalMonth => typeof(int),
        SqlTypeKind.Float => typeof(float),
        SqlTypeKind.Double => typeof(double),
        SqlTypeKind.Decimal => typeof(Int128),
        SqlTypeKind.Char or SqlTypeKind.VarChar or SqlTypeKind.VarBinary => typeof(Utf8View),
        _ => typeof(long),
    };

    /// <summary>DECIMAL(precision, scale).</summary>
    /// <param name="precision">1 to 38. Unit: digits.</param>
    /// <param name="scale">0 to precision. Unit: digits.</param>
    /// <returns>The type.</returns>
    public static SqlType Decimal(int precision, int scale) => new(SqlTypeKind.Decimal, precision, scale);

    /// <summary>The type as it is written in DDL, for messages and derived schemas.</summary>
    /// <returns>For example <c>DECIMAL(10, 2)</c>.</returns>
    public override string ToString() => Kind switch
    {
        SqlTypeKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({Precision}, {Scale})"),
        SqlTypeKind.Char => string.Create(CultureInfo.InvariantCulture, $"CHAR({Precision})"),
        SqlTypeKind.VarChar when Precision == int.MaxValue => "STRING",
        SqlTypeKind.VarChar => string.Create(CultureInfo.InvariantCulture, $"VARCHAR({Precision})"),
        SqlTypeKind.VarBinary => "BYTES",
        SqlTypeKind.Time when Precision > 0 => string.Create(CultureInfo.InvariantCulture, $"TIME({Precision})"),
        SqlTypeKind.Timestamp => string.Create(CultureInfo.InvariantCulture, $"TIMESTAMP({Precision})"),
        SqlTypeKind.TimestampLtz => string.Create(CultureInfo.InvariantCulture, $"TIMESTAMP_LTZ({Precision})"),
        SqlTypeKind.IntervalDay => "INTERVAL DAY TO SECOND",
        SqlTypeKind.IntervalMonth => "INTERVAL YEAR TO MONTH",
        _ => Kind.ToString().ToUpperInvariant(),
    };
}
