using System.Collections.Generic;
using System.Text;
using HotPath.Dataflow.Ports;

namespace HotPath.Runtime.Tests.Fakes;

/// <summary>A source over a list of rows.</summary>
internal sealed class ListSource(string name, int fileIndex, IReadOnlyList<ShopRow> rows, bool isBounded = true) : ITableSource
{
    private int _next;
    private int _idled;

    public string Name => name;

    public int FileIndex => fileIndex;

    public bool IsBounded => isBounded;

    public bool IsReplayable => true;

    public bool IsDisposed { get; private set; }

    public void SkipTo(long records) => _next = (int)records;

    public ReadStatus Read(SourceRecord record, SourceTime now)
    {
        if (_next == rows.Count)
        {
            return ReadStatus.End;
        }

        ShopRow row = rows[_next];
        if (_idled < row.IdleBefore)
        {
            _idled++;
            return ReadStatus.Idle;
        }

        _idled = 0;
        _next++;
        record.RecordNumber = _next;
        record.FileIndex = fileIndex;
        if (row.IsRejected)
        {
            return record.Reject(RejectReason.Malformed, 1, Encoding.ASCII.GetBytes($"bad {row.Value}"));
        }

        record.Row.Begin();
        if (row.Tenant is { } tenant)
        {
            record.Row.SetUtf8(ShopPlan.Tenant, Encoding.ASCII.GetBytes(tenant));
        }

        if (row.TimeMs is { } timeMs)
        {
            record.Row.Set(ShopPlan.RowTime, timeMs);
        }

        record.Row.Set(ShopPlan.Value, row.Value);
        return ReadStatus.Row;
    }

    public void Dispose() => IsDisposed = true;
}
