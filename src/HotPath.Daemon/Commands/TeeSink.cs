using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;

namespace HotPath.Daemon.Commands;

/// <summary>
/// A sink that proves and a sink that shows: both take every row, the figures are those of the first.
/// </summary>
/// <remarks>Threading: single-threaded (egress).</remarks>
internal sealed class TeeSink : ITableSink
{
    private readonly ITableSink _hashed;
    private readonly ITableSink _shown;

    /// <summary>Two sinks as one.</summary>
    /// <param name="hashed">Whose figures count.</param>
    /// <param name="shown">What the user sees.</param>
    public TeeSink(ITableSink hashed, ITableSink shown)
    {
        _hashed = hashed;
        _shown = shown;
    }

    /// <inheritdoc/>
    public SinkCursor Cursor => _hashed.Cursor;

    /// <inheritdoc/>
    public void Write(in OutputIdentity identity, RowView row)
    {
        _hashed.Write(identity, row);
        _shown.Write(identity, row);
    }

    /// <inheritdoc/>
    public void Flush()
    {
        _hashed.Flush();
        _shown.Flush();
    }

    /// <inheritdoc/>
    public void Sync()
    {
        _hashed.Sync();
        _shown.Sync();
    }

    /// <inheritdoc/>
    public void Complete()
    {
        _hashed.Complete();
        _shown.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hashed.Dispose();
        _shown.Dispose();
    }
}
