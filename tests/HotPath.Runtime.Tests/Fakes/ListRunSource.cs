using System.Collections.Generic;
using System.Text;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;

namespace HotPath.Runtime.Tests.Fakes;

/// <summary>The same source, but one that shows its rows many at a time: as many as lie before a record that is none, or a seeded
/// number of them.</summary>
internal sealed class ListRunSource(string name, IReadOnlyList<ShopRow> rows, RowSchema schema, System.Random random) : IRowRunSource
{
    private readonly ListSource _records = new(name, 0, rows);
    private readonly NativeHeap _heap = new();
    private readonly List<RowBuilder> _shown = [];
    private int _next;

    /// <summary>Rows shown so far.</summary>
    public int Shown { get; private set; }

    public string Name => name;

    public int FileIndex => 0;

    public bool IsBounded => true;

    public bool IsReplayable => true;

    public void SkipTo(long records)
    {
        _records.SkipTo(records);
        _next = (int)records;
    }

    public ReadStatus Read(SourceRecord record, SourceTime now)
    {
        _records.SkipTo(_next);
        ReadStatus status = _records.Read(record, now);
        _next += status is ReadStatus.Row or ReadStatus.Rejected ? 1 : 0;
        return status;
    }

    public void ReadRun(RowRun run)
    {
        Forget();
        int most = random.Next(RowRun.RowsMax + 1);
        while (_shown.Count < most && _next < rows.Count && !rows[_next].IsRejected && rows[_next].IdleBefore == 0)
        {
            RowBuilder row = Build(rows[_next++]);
            _shown.Add(row);
            run.Add(new RowInRun(row.Address, row.LengthBytes, _next, IngestTimeMs: -1));
        }

        Shown += _shown.Count;
    }

    public void Dispose()
    {
        Forget();
        _records.Dispose();
    }

    private void Forget()
    {
        _shown.ForEach(static row => row.Dispose());
        _shown.Clear();
    }

    private RowBuilder Build(ShopRow row)
    {
        var built = new RowBuilder(_heap, schema);
        built.Begin();
        if (row.Tenant is { } tenant)
        {
            built.SetUtf8(ShopPlan.Tenant, Encoding.ASCII.GetBytes(tenant));
        }

        if (row.TimeMs is { } timeMs)
        {
            built.Set(ShopPlan.RowTime, timeMs);
        }

        built.Set(ShopPlan.Value, row.Value);
        return built;
    }
}
