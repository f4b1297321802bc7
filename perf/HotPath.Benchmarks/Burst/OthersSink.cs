using System;
using System.Diagnostics;
using HdrHistogram;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;

namespace HotPath.Benchmarks.Burst;

/// <summary>
/// Measures from when an event was due to when its row left the sink's buffer: a row that is written but not flushed has
/// not arrived.
/// </summary>
/// <param name="latencies">Where the figures go. Unit: ticks of the stopwatch.</param>
/// <param name="warmUpRows">Rows at the start that do not count. Unit: rows.</param>
/// <param name="rows">Rows behind them that count. Unit: rows.</param>
internal sealed class OthersSink(LongHistogram latencies, long warmUpRows, long rows) : ITableSink
{
    private const int BufferRows = 1024; // as a file has a buffer: full, it is flushed

    private readonly long[] _dues = new long[BufferRows];
    private int _buffered;
    private long _taken;

    /// <inheritdoc/>
    public SinkCursor Cursor => new(_taken, LengthBytes: 0, ChainHash: 0);

    /// <inheritdoc/>
    public void Write(in OutputIdentity identity, RowView row)
    {
        _taken++;
        if (_taken > warmUpRows && _taken <= warmUpRows + rows)
        {
            _dues[_buffered++] = row.Get<long>(0);
            if (_buffered == BufferRows)
            {
                Flush();
            }
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
        long now = Stopwatch.GetTimestamp();
        for (int i = 0; i < _buffered; i++)
        {
            latencies.RecordValue(Math.Max(1, now - _dues[i]));
        }

        _buffered = 0;
    }

    /// <inheritdoc/>
    public void Sync() => Flush();

    /// <inheritdoc/>
    public void Complete() => Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
