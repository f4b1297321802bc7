using System.Collections.Generic;
using System.IO;
using System.Text;
using HotPath.Conformance.Cases;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;

namespace HotPath.Conformance.Running;

/// <summary>
/// Keeps the rows of a sink as text, written by the very sink behind <c>--output csv</c>: flushed after each row, so
/// that each row's text is what it added.
/// </summary>
/// <param name="inner">Writes csv to <paramref name="text"/>.</param>
/// <param name="text">What it writes to.</param>
/// <param name="name">Name of the sink.</param>
/// <param name="rows">Where rows go.</param>
public sealed class CapturingSink(ITableSink inner, MemoryStream text, string name, ICollection<CapturedRow> rows) : ITableSink
{
    /// <inheritdoc/>
    public SinkCursor Cursor => inner.Cursor;

    /// <inheritdoc/>
    public void Write(in OutputIdentity identity, RowView row)
    {
        inner.Write(identity, row);
        inner.Flush();
        IReadOnlyList<string[]> records = CsvText.Parse(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length));
        text.SetLength(0);
        rows.Add(new CapturedRow(identity.Position, name, records[^1]));
    }

    /// <inheritdoc/>
    public void Flush() => inner.Flush();

    /// <inheritdoc/>
    public void Sync() => inner.Sync();

    /// <inheritdoc/>
    public void Complete() => inner.Complete();

    /// <inheritdoc/>
    public void Dispose()
    {
        inner.Dispose();
        text.Dispose();
    }
}
