using System;
using System.Text;
using HotPath.Dataflow.Options;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;

namespace HotPath.Connectors.Files.Datagen;

/// <summary>How datagen makes the values of one column.</summary>
internal sealed record DatagenField
{
    private const int DefaultLength = 100;
    private const int LengthMax = 1_000_000;

    /// <summary>Type of the column.</summary>
    public required SqlType Type { get; init; }

    /// <summary>'kind' is sequence; random otherwise.</summary>
    public bool IsSequence { get; private init; }

    /// <summary>Smallest integer, or start of the sequence.</summary>
    public long Least { get; private init; }

    /// <summary>Largest integer, or end of the sequence.</summary>
    public long Most { get; private init; }

    /// <summary>Smallest unscaled decimal.</summary>
    public Int128 LeastUnscaled { get; private init; }

    /// <summary>Largest unscaled decimal.</summary>
    public Int128 MostUnscaled { get; private init; }

    /// <summary>Smallest FLOAT or DOUBLE.</summary>
    public double LeastNumber { get; private init; }

    /// <summary>Bound of FLOAT or DOUBLE.</summary>
    public double MostNumber { get; private init; }

    /// <summary>Characters of a text, bytes of a binary. Unit: characters.</summary>
    public int Length { get; private init; }

    /// <summary>Whether the length is drawn, from 1 up to <see cref="Length"/>.</summary>
    public bool IsLengthDrawn { get; private init; }

    /// <summary>Share of NULLs. Range: 0 to 1.</summary>
    public double NullRate { get; private init; }

    /// <summary>How far timestamps lie back at most. Unit: ms.</summary>
    public long PastMaxMs { get; private init; }

    /// <summary>Values of a sequence. Unit: rows.</summary>
    public long Values => (long)Math.Min(unchecked((ulong)(Most - Least)), long.MaxValue - 1) + 1;

    /// <summary>
    /// Random numbers that each value takes; <see langword="null"/> when it differs from row to row. What
    /// <see cref="DatagenSource"/> draws, restated so that rows can be passed over without making them.
    /// </summary>
    public ulong? DrawsPerRow => Type.Kind switch
    {
        _ when IsSequence => 0,
        _ when NullRate > 0 || IsLengthDrawn => null,
        SqlTypeKind.Date or SqlTypeKind.Time => 0,
        SqlTypeKind.Decimal => 2,
        SqlTypeKind.Char or SqlTypeKind.VarChar or SqlTypeKind.VarBinary => (ulong)(Length + 7) / 8,
        _ => 1,
    };

    /// <summary>Reads the options of a column.</summary>
    /// <param name="reader">Options of the table.</param>
    /// <param name="column">Column.</param>
    /// <returns>The field; defaults where there is a problem.</returns>
    public static DatagenField Read(OptionReader reader, Column column)
    {
        string prefix = $"fields.{column.Name}.";
        SqlType type = column.Type;
        string kind = reader.Text(prefix + "kind") ?? "random";
        if (kind is not ("random" or "sequence"))
        {
            reader.Complain(prefix + "kind", "must be 'random' or 'sequence'");
        }

        if (kind == "sequence")
        {
            return ReadSequence(reader, prefix, type);
        }

        DatagenField field = new DatagenField { Type = type } with
        {
            NullRate = reader.Number(prefix + "null-rate", 0, 1) ?? 0,
        };
        return type.Kind switch
        {
            _ when type.IsInteger => field.WithIntegers(reader, prefix),
            _ when type.IsApproximate => field.WithNumbers(reader, prefix),
            SqlTypeKind.Decimal => field.WithDecimals(reader, prefix),
            _ when type.IsVariableLength => field.WithLength(reader, prefix),
            _ when type.IsTimestamp => field with { PastMaxMs = reader.DurationMs(prefix + "max-past") },
            _ => field,
        };
    }

    private static DatagenField ReadSequence(OptionReader reader, string prefix, SqlType type)
    {
        if (!type.IsInteger && !type.IsApproximate && !type.IsText)
        {
            reader.Complain(prefix + "kind", $"a column of type {type} cannot be a sequence; use 'random'");
        }

        (long least, long most) = type.IsInteger ? RangeOf(type) : (long.MinValue, long.MaxValue);
        _ = reader.Required(prefix + "start", "a sequence needs its first value");
        _ = reader.Required(prefix + "end", "a sequence needs its last value");
        long? start = reader.Integer(prefix + "start", least, most);
        long? end = reader.Integer(prefix + "end", least, most);
        if (start > end)
        {
            reader.Complain(prefix + "end", "must not be smaller than the start");
        }

        return new DatagenField { Type = type, IsSequence = true, Least = start ?? 0, Most = end ?? 0 };
    }

    private static (long Least, long Most) RangeOf(SqlType type) => type.Kind switch
    {
        SqlTypeKind.TinyInt => (sbyte.MinValue, sbyte.MaxValue),
        SqlTypeKind.SmallInt => (short.MinValue, short.MaxValue),
        SqlTypeKind.Int => (int.MinValue, int.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };

    private DatagenField WithIntegers(OptionReader reader, string prefix)
    {
        (long least, long most) = RangeOf(Type);
        long from = reader.Integer(prefix + "min", least, most) ?? least;
        long to = reader.Integer(prefix + "max", least, most) ?? most;
        Check(reader, prefix, from < to);
        return this with { Least = from, Most = to };
    }

    private DatagenField WithNumbers(OptionReader reader, string prefix)
    {
        double limit = Type.Kind == SqlTypeKind.Float ? float.MaxValue : double.MaxValue;
        double from = reader.Number(prefix + "min", -limit, limit) ?? 0;
        double to = reader.Number(prefix + "max", -limit, limit) ?? limit;
        Check(reader, prefix, from < to);
        return this with { LeastNumber = from, MostNumber = to };
    }

    private DatagenField WithDecimals(OptionReader reader, string prefix)
    {
        Int128 limit = Int128.One;
        for (int i = 0; i < Type.Precision; i++)
        {
            limit *= 10;
        }

        Int128 from = Unscaled(reader, prefix + "min", Int128.Zero);
        Int128 to = Unscaled(reader, prefix + "max", limit - 1);
        Check(reader, prefix, from < to);
        return this with { LeastUnscaled = from, MostUnscaled = to };
    }

    private Int128 Unscaled(OptionReader reader, string key, Int128 fallback)
    {
        string? value = reader.Text(key);
        if (value is null)
        {
            return fallback;
        }

        byte[] text = Encoding.UTF8.GetBytes(value);
        ParseOutcome outcome = SqlParse.Decimal(text, Type.Precision, Type.Scale, out Int128 unscaled);
        if (outcome != ParseOutcome.Ok)
        {
            reader.Complain(key, $"must be a {Type}");
        }

        return unscaled;
    }

    private DatagenField WithLength(OptionReader reader, string prefix)
    {
        bool isFixed = Type.Kind == SqlTypeKind.Char;
        int most = Math.Min(Type.Precision, LengthMax);
        int fallback = isFixed || Type.Precision < DefaultLength ? most : DefaultLength;
        int? length = (int?)reader.Integer(prefix + "length", 1, most);
        if (isFixed && length is not null && length != Type.Precision)
        {
            reader.Complain(prefix + "length", $"a {Type} has its own length; remove it");
        }

        return this with { Length = length ?? fallback, IsLengthDrawn = reader.Flag(prefix + "var-len") };
    }

    private static void Check(OptionReader reader, string prefix, bool isOrdered)
    {
        if (!isOrdered)
        {
            string key = prefix + (reader.Has(prefix + "max") ? "max" : "min");
            reader.Complain(key, "the smallest value must be below the largest");
        }
    }
}
