using System.Collections.Generic;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Runtime.Jobs;

namespace HotPath.Runtime.Egress;

/// <summary>Keeps the first dead letters of a run for its summary.</summary>
/// <remarks>Threading: single-threaded; owned by egress. Allocates for the first few rows only.</remarks>
public sealed class DeadLetterSample
{
    private const int RowsMax = 10;
    private const int RawBytesMax = 200;

    private readonly List<DeadLetter> _rows = [];

    /// <summary>The first dead letters, in total order.</summary>
    public IReadOnlyList<DeadLetter> Rows => _rows;

    /// <summary>Notes a row if it is one of the first.</summary>
    /// <param name="row">A row of <see cref="DeadLetterSchema"/>.</param>
    public void Note(RowView row)
    {
        if (_rows.Count == RowsMax)
        {
            return;
        }

        System.ReadOnlySpan<byte> raw = row.GetUtf8(DeadLetterSchema.RawBytes).Span;
        _rows.Add(new DeadLetter(
            row.GetUtf8(DeadLetterSchema.Statement).ToString(),
            row.GetUtf8(DeadLetterSchema.Operator).ToString(),
            row.GetUtf8(DeadLetterSchema.Reason).ToString(),
            row.GetUtf8(DeadLetterSchema.ColumnName).ToString(),
            row.GetUtf8(DeadLetterSchema.Tenant).ToString(),
            row.GetUtf8(DeadLetterSchema.Table).ToString(),
            row.IsNull(DeadLetterSchema.File) ? null : row.Get<int>(DeadLetterSchema.File),
            row.GetUtf8(DeadLetterSchema.FileName).ToString(),
            row.IsNull(DeadLetterSchema.Record) ? null : row.Get<long>(DeadLetterSchema.Record),
            row.GetUtf8(DeadLetterSchema.Detail).ToString(),
            Encoding.UTF8.GetString(raw.Length > RawBytesMax ? raw[..RawBytesMax] : raw)));
    }
}
