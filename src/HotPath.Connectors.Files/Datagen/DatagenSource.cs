using System;
using System.Text;
using HotPath.Connectors.Files.Input;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Time;

namespace HotPath.Connectors.Files.Datagen;

/// <summary>
/// Makes rows: each column draws from a sequence of numbers of its own, so that values depend on the seed, the table's
/// name and the column's place and on nothing else. Times follow the row's intended arrival, counted from the first
/// call.
/// </summary>
/// <remarks>Threading: single-threaded. Allocates nothing per row.</remarks>
internal sealed class DatagenSource : ITableSource
{
    private const double FractionOf53Bits = 1.0 / (1L << 53);

    private readonly RowSchema _schema;
    private readonly NativeHeap _heap;
    private readonly DatagenOptions _options;
    private readonly DatagenField[] _fields;
    private readonly SplitMix64[] _draws;
    private readonly long _rowsMax;
    private readonly byte[] _text;
    private readonly DatagenPace _pace;
    private long _row;

    public DatagenSource(
        TableDefinition table, DatagenOptions options, NativeHeap heap, ulong seed, long? stopAfterRecords)
    {
        _schema = table.Schema;
        _heap = heap;
        _options = options;
        _pace = new DatagenPace(options.RowsPerSecond);
        _fields = [.. options.Fields];
        _draws = new SplitMix64[_fields.Length];
        ulong tableSeed = StableHash.Of(Encoding.UTF8.GetBytes(table.Name), seed);
        int longest = SqlText.MaxLengthBytes;
        for (int i = 0; i < _fields.Length; i++)
        {
            _draws[i] = new SplitMix64(StableHash.Mix(tableSeed, (ulong)i));
            longest = Math.Max(longest, _fields[i].Length);
        }

        _text = new byte[longest];
        _rowsMax = Math.Min(options.Rows ?? long.MaxValue, stopAfterRecords ?? long.MaxValue);
        IsBounded = options.Rows is not null;
    }

    /// <inheritdoc/>
    public string Name => "datagen";

    /// <inheritdoc/>
    public int FileIndex => 0;

    /// <inheritdoc/>
    public bool IsBounded { get; }

    /// <inheritdoc/>
    public bool IsReplayable => true;

    /// <inheritdoc/>
    public ReadStatus Read(SourceRecord record, SourceTime now)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_row >= _rowsMax)
        {
            return ReadStatus.End;
        }

        if (!_pace.IsDue(_row, now, out long dueNs))
        {
            return ReadStatus.Idle;
        }

        long arrivalMs = _pace.ArrivalMs(_row);
        record.Row.Begin();
        for (int i = 0; i < _fields.Length; i++)
        {
            Set(record.Row, i, arrivalMs);
        }

        record.FileIndex = 0;
        record.RecordNumber = ++_row;
        record.IngestTimeMs = -1;
        record.ArrivalNs = dueNs;
        return ReadStatus.Row;
    }

    /// <inheritdoc/>
    public void SkipTo(long records)
    {
        if (records > (_options.Rows ?? long.MaxValue))
        {
            throw Replay.TooFew(Name, _options.Rows ?? 0, records);
        }

        _row = Math.Min(records, _rowsMax);
        using var scratch = new RowBuilder(_heap, _schema);
        for (int i = 0; i < _fields.Length; i++)
        {
            if (_fields[i].DrawsPerRow is { } draws)
            {
                _draws[i].Skip((ulong)_row * draws);
                continue;
            }

            for (long row = 0; row < _row; row++)
            {
                scratch.Begin();
                Set(scratch, i, arrivalMs: 0);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Set(RowBuilder row, int column, long arrivalMs)
    {
        DatagenField field = _fields[column];
        SplitMix64 draws = _draws[column];
        if (field.IsSequence)
        {
            SetSequence(row, column, field.Least + _row);
            return;
        }

        if (field.NullRate > 0 && Fraction(draws) < field.NullRate)
        {
            return;
        }

        switch (field.Type.Kind)
        {
            case SqlTypeKind.Boolean:
                row.Set(column, (draws.Next() & 1) != 0);
                break;
            case SqlTypeKind.Double or SqlTypeKind.Float:
                SetNumber(row, column, Between(field.LeastNumber, field.MostNumber, Fraction(draws)));
                break;
            case SqlTypeKind.Decimal:
                UInt128 choices = (UInt128)(field.MostUnscaled - field.LeastUnscaled) + 1;
                row.Set(column, field.LeastUnscaled + (Int128)(new UInt128(draws.Next(), draws.Next()) % choices));
                break;
            case SqlTypeKind.Date:
                row.Set(column, CivilTime.DayOf(arrivalMs));
                break;
            case SqlTypeKind.Time:
                row.Set(column, CivilTime.MsOfDay(arrivalMs));
                break;
            case SqlTypeKind.Timestamp or SqlTypeKind.TimestampLtz:
                row.Set(column, arrivalMs - draws.Between(0, field.PastMaxMs));
                break;
            case SqlTypeKind.Char or SqlTypeKind.VarChar or SqlTypeKind.VarBinary:
                row.SetUtf8(column, Characters(field, draws));
                break;
            default:
                row.SetInteger(column, draws.Between(field.Least, field.Most));
                break;
        }
    }

    private ReadOnlySpan<byte> Characters(DatagenField field, SplitMix64 draws)
    {
        int length = field.IsLengthDrawn ? (int)draws.Between(1, field.Length) : field.Length;
        bool isText = field.Type.IsText;
        ulong bits = 0;
        for (int i = 0; i < length; i++)
        {
            bits = (i & 7) == 0 ? draws.Next() : bits >> 8;
            _text[i] = isText ? "0123456789abcdef"u8[(int)(bits & 15)] : (byte)bits;
        }

        return _text.AsSpan(0, length);
    }

    private void SetSequence(RowBuilder row, int column, long value)
    {
        if (_fields[column].Type.IsText)
        {
            row.SetUtf8(column, _text.AsSpan(0, SqlText.FormatInteger(value, _text)));
        }
        else if (_fields[column].Type.IsApproximate)
        {
            SetNumber(row, column, value);
        }
        else
        {
            row.SetInteger(column, value);
        }
    }

    private void SetNumber(RowBuilder row, int column, double value)
    {
        if (_fields[column].Type.Kind == SqlTypeKind.Float)
        {
            row.Set(column, (float)value);
        }
        else
        {
            row.Set(column, value);
        }
    }

    /// <summary>A number of a range, which may be longer than the largest number.</summary>
    private static double Between(double least, double most, double fraction)
    {
        double length = most - least;
        return double.IsFinite(length) ? least + (length * fraction) : (least * (1 - fraction)) + (most * fraction);
    }

    private static double Fraction(SplitMix64 draws) => (draws.Next() >> 11) * FractionOf53Bits;
}
