using System.Collections.Generic;
using System.Text;
using HotPath.Dataflow.Ports;

namespace HotPath.Runtime.Tests.Fakes;

/// <summary>A source of records of one client, which remembers what it was told.</summary>
internal sealed class ClientListSource(IReadOnlyList<ShopRow> rows) : IClientSource
{
    private readonly ListSource _rows = new("clients", 0, rows, isBounded: false);
    private long _sequence;

    public string Name => _rows.Name;

    public int FileIndex => 0;

    public bool IsBounded => false;

    public bool IsReplayable => true;

    public bool? IsDurable { get; private set; }

    /// <summary>Where the frames of the newest record end.</summary>
    public long TakenPosition { get; private set; }

    /// <summary>What it was told last that may be acknowledged.</summary>
    public long SafePosition { get; private set; } = -1;

    public void Begin(IReadOnlyList<ClientCursor> clients, bool isDurable) => IsDurable = isDurable;

    public void NoteTaken(long endPosition) => TakenPosition = endPosition;

    public void NoteSafe(long position) => SafePosition = position;

    public void SkipTo(long records) => _rows.SkipTo(records);

    public ReadStatus Read(SourceRecord record, SourceTime now)
    {
        if (_sequence == rows.Count)
        {
            return ReadStatus.Idle;
        }

        ReadStatus status = _rows.Read(record, now);
        record.RecordNumber = ++_sequence;
        record.SetClient(Encoding.ASCII.GetBytes("client"));
        return status;
    }

    public void Dispose() => _rows.Dispose();
}
