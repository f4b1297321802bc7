using System.Linq;
using System.Text;
using HotPath.Dataflow.Ports;

namespace HotPath.Runtime.Tests.Fakes;

/// <summary>A source of many rows that allocates nothing for them.</summary>
internal sealed class CountingSource(long rows, int tenants) : ITableSource
{
    private readonly byte[][] _names = [.. Enumerable.Range(0, tenants).Select(i => Encoding.ASCII.GetBytes($"shop-{i}"))];
    private long _next;

    public string Name => "counting";

    public int FileIndex => 0;

    public bool IsBounded => true;

    public bool IsReplayable => true;

    public void SkipTo(long records) => _next = records;

    public ReadStatus Read(SourceRecord record, SourceTime now)
    {
        if (_next == rows)
        {
            return ReadStatus.End;
        }

        record.Row.Begin();
        record.Row.SetUtf8(ShopPlan.Tenant, _names[_next % _names.Length]);
        record.Row.Set(ShopPlan.RowTime, _next);
        record.Row.Set(ShopPlan.Value, _next);
        record.RecordNumber = ++_next;
        return ReadStatus.Row;
    }

    public void Dispose()
    {
    }
}
