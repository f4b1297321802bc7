using System.Text;
using HotPath.Daemon.Commands;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;

namespace HotPath.Daemon.Explanations;

/// <summary>A sink that counts its rows and writes none.</summary>
/// <remarks>Threading: single-threaded (egress).</remarks>
internal sealed class CapturingSink : ITableSink
{
    private readonly CapturingConnectors _connectors;
    private readonly SinkDefinition _sink;
    private long _rows;

    /// <summary>A sink.</summary>
    /// <param name="connectors">Keeps what is looked for.</param>
    /// <param name="sink">Which sink.</param>
    /// <param name="resume">What it had published before.</param>
    public CapturingSink(CapturingConnectors connectors, SinkDefinition sink, SinkCursor? resume)
    {
        _connectors = connectors;
        _sink = sink;
        _rows = resume?.Rows ?? 0;
    }

    /// <inheritdoc/>
    public SinkCursor Cursor => new(_rows, LengthBytes: 0, ChainHash: 0);

    /// <inheritdoc/>
    public void Write(in OutputIdentity identity, RowView row)
    {
        _rows++;
        if (_connectors.IsWanted(_sink, _rows, identity))
        {
            string text = Encoding.UTF8.GetString(new RowText(_sink.Schema).Of(row));
            _connectors.Keep(new CapturedOutput(identity, _sink, _rows, text));
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
