using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;

namespace HotPath.Benchmarks.Pipeline;

/// <summary>A sink whose rows, one for each event in their order, are timed when they have been written.</summary>
/// <param name="arrivals">Knows when they were due.</param>
/// <param name="sink">Where they go.</param>
internal sealed class ReleasedSink(Arrivals arrivals, ITableSink sink) : ITableSink
{
    /// <inheritdoc/>
    public SinkCursor Cursor => sink.Cursor;

    /// <inheritdoc/>
    public void Write(in OutputIdentity identity, RowView row)
    {
        sink.Write(identity, row);
        arrivals.NoteDone();
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
