using System;
using System.Diagnostics;
using HdrHistogram;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;

namespace HotPath.Benchmarks.Latency;

/// <summary>Measures from when an event was due to when its row was released, which the commit allowed.</summary>
/// <param name="latencies">Where the figures go. Unit: ticks of the stopwatch.</param>
/// <param name="warmUpEvents">Rows at the start that do not count. Unit: rows.</param>
internal sealed class LatencySink(LongHistogram latencies, long warmUpEvents) : ITableSink
{
    /// <inheritdoc/>
    public SinkCursor Cursor { get; private set; }

    /// <inheritdoc/>
    public void Write(in OutputIdentity identity, RowView row)
    {
        Cursor = new SinkCursor(Cursor.Rows + 1, LengthBytes: 0, ChainHash: 0);
        if (Cursor.Rows > warmUpEvents)
        {
            latencies.RecordValue(Math.Max(1, Stopwatch.GetTimestamp() - row.Get<long>(0)));
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
    }

    /// <inheritdoc/>
    public void Sync()
    {
    }

    /// <inheritdoc/>
    public void Complete()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
