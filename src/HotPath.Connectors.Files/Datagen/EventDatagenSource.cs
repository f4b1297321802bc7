using System;
using System.Linq;
using HotPath.Connectors.Files.Formats;
using HotPath.Connectors.Files.Input;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Generator.Rows;

namespace HotPath.Connectors.Files.Datagen;

/// <summary>
/// The records of the generator as rows, in its order and with its times. Where an earlier run stood is found by making
/// the records before it again; so every life that comes to the end has the answers to all of them.
/// </summary>
/// <remarks>
/// Threading: single-threaded. Allocates nothing per row but for the answers, which hold every event id and every
/// visit.
/// </remarks>
internal sealed class EventDatagenSource : ITableSource
{
    private readonly IEventRows _events;
    private readonly DatagenAnswers? _answers;
    private readonly DatagenPace _pace;
    private readonly RowRules _rules;
    private readonly int[] _columns;
    private readonly EventValue[] _values;
    private readonly byte[] _text = new byte[IEventRows.LineBytesMax];
    private readonly long _rowsMax;
    private long _row;
    private bool _isAnswered;

    public EventDatagenSource(
        TableDefinition table, EventDatagenOptions options, DatagenAnswers? answers, ulong seed, long? stopAfterRecords)
    {
        _events = options.Shop is { } shop
            ? new ShopRows(shop with { Seed = (long)seed }, hasAnswers: answers is not null)
            : new NexmarkRows(options.Nexmark with { Seed = (long)seed });
        _answers = answers;
        _pace = new DatagenPace(options.RowsPerSecond);
        _rules = new RowRules(table, isLenient: false);
        _columns = [.. options.Columns];
        _values = [.. _columns.Select(column => _events.Columns[column].Value)];
        _rowsMax = Math.Min(options.Rows ?? long.MaxValue, stopAfterRecords ?? long.MaxValue);
        Rows = options.Rows;
        answers?.Prepare();
    }

    /// <inheritdoc/>
    public string Name => "datagen";

    /// <inheritdoc/>
    public int FileIndex => 0;

    /// <inheritdoc/>
    public bool IsBounded => Rows is not null;

    /// <inheritdoc/>
    public bool IsReplayable => true;

    private long? Rows { get; }

    /// <inheritdoc/>
    public ReadStatus Read(SourceRecord record, SourceTime now)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_row >= _rowsMax)
        {
            Answer();
            return ReadStatus.End;
        }

        if (!_pace.IsDue(_row, now, out long dueNs))
        {
            return ReadStatus.Idle;
        }

        _events.Next();
        record.FileIndex = 0;
        record.RecordNumber = ++_row;
        record.IngestTimeMs = -1;
        record.ArrivalNs = dueNs;
        if (!_events.IsEvent)
        {
            return record.Reject(RejectReason.Malformed, -1, Line());
        }

        record.Row.Begin();
        for (int i = 0; i < _columns.Length; i++)
        {
            if (_events.Has(_columns[i]))
            {
                Set(record.Row, i, _columns[i]);
            }
        }

        int forbidden = _rules.ForbiddenNull(record);
        return forbidden < 0 ? ReadStatus.Row : record.Reject(RejectReason.NullValue, forbidden, Line());
    }

    /// <inheritdoc/>
    public void SkipTo(long records)
    {
        if (records > (Rows ?? long.MaxValue))
        {
            throw Replay.TooFew(Name, Rows ?? 0, records);
        }

        for (long end = Math.Min(records, _rowsMax); _row < end; _row++)
        {
            _events.Next();
        }

        // An earlier life may have written them, but the folder is emptied whenever the table is opened.
        if (_row >= _rowsMax)
        {
            Answer();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private ReadOnlySpan<byte> Line() => _text.AsSpan(0, _events.Line(_text));

    private void Set(RowBuilder row, int column, int from)
    {
        switch (_values[column])
        {
            case EventValue.Text:
                row.SetUtf8(column, _text.AsSpan(0, _events.Text(from, _text)));
                break;
            case EventValue.Amount:
                row.Set(column, (Int128)_events.Number(from));
                break;
            case EventValue.Time:
                row.Set(column, _events.Number(from));
                break;
            default:
                row.SetInteger(column, _events.Number(from));
                break;
        }
    }

    // Before the end is told: once it stands in the log, nobody asks again.
    private void Answer()
    {
        if (_answers is not null && !_isAnswered)
        {
            _answers.Write((ShopRows)_events);
        }

        _isAnswered = true;
    }
}
