using System.Diagnostics;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;

namespace HotPath.Benchmarks.Burst;

/// <summary>A sink that notes when its first and its latest row came.</summary>
/// <param name="sink">Where rows go.</param>
internal sealed class TimedSink(ITableSink sink) : ITableSink
{
    /// <summary>Rows so far. Unit: rows.</summary>
    public long Rows { get; private set; }

    /// <summary>When the first one came. Unit: ticks of the stopwatch.</summary>
    public long First { get; private set; }

    /// <summary>When a row came last, of the number that is looked at. Unit: ticks of the stopwatch.</summary>
    public long Last { get; private set; }

    /// <inheritdoc/>
    public SinkCursor Cursor => sink.Cursor;

    /// <inheritdoc/>
    public void Write(in OutputIdentity identity, RowView row)
    {
        sink.Write(identity, row);
        Rows++;
        if (Rows == 1)
        {
            First = Stopwatch.GetTimestamp();
        }

        if (Rows % 1000 == 0)
        {
            Last = Stopwatch.GetTimestamp();
        }
    }

    /// <inheritdoc/>
    public void Flush() => sink.Flush();

    /// <inheritdoc/>
    public void Sync() => sink.Sync();

    /// <inheritdoc/>
    public void Complete() => sink.Complete();

    /// <inheritdoc/>
    public void Dispose() => sink.Dispose();
}
