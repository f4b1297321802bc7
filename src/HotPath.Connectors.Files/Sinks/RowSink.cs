using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>A sink of bytes: a format in front of an output.</summary>
internal sealed class RowSink : ITableSink
{
    private readonly IRowFormat _format;
    private readonly SinkOutput _output;
    private readonly ByteBuilder _row = new();
    private long _rows;

    /// <param name="format">How a row is written.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="resume">What was published.</param>
    /// <param name="turn">Where others write to the same place: whose rows stand last there.</param>
    public RowSink(IRowFormat format, SinkOutput output, SinkCursor? resume, OutputTurn? turn = null)
    {
        _format = format;
        _output = output;
        _rows = resume?.Rows ?? 0;
        _format.WriteHeader(_row);
        if (turn is not null)
        {
            _output.Share(turn, _row.Written);
        }

        if (output.LengthBytes == 0 && _row.LengthBytes > 0)
        {
            // Otherwise it is among what was published.
            _output.Append(_row.Written);
        }
    }

    /// <inheritdoc/>
    public SinkCursor Cursor => new(_rows, _output.LengthBytes, _output.ChainHash);

    /// <inheritdoc/>
    public void Write(in OutputIdentity identity, RowView row)
    {
        _row.Clear();
        _format.WriteRow(identity, row, _row);
        _output.Append(_row.Written);
        _rows++;
    }

    /// <inheritdoc/>
    public void Flush() => _output.Flush();

    /// <inheritdoc/>
    public void Sync() => _output.Sync();

    /// <inheritdoc/>
    public void Complete() => _output.Complete();

    /// <inheritdoc/>
    public void Dispose() => _output.Dispose();
}
