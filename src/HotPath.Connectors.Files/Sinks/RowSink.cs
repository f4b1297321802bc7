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

    public RowSink(IRowFormat format, SinkOutput output)
    {
        _format = format;
        _output = output;
        _format.WriteHeader(_row);
        if (_row.LengthBytes > 0)
        {
            _output.Append(_row.Written);
        }
    }

    /// <inheritdoc/>
    public long LengthBytes => _output.LengthBytes;

    /// <inheritdoc/>
    public ulong ChainHash => _output.ChainHash;

    /// <inheritdoc/>
    public void Write(in OutputIdentity identity, RowView row)
    {
        _row.Clear();
        _format.WriteRow(identity, row, _row);
        _output.Append(_row.Written);
    }

    /// <inheritdoc/>
    public void Flush() => _output.Flush();

    /// <inheritdoc/>
    public void Complete() => _output.Complete();

    /// <inheritdoc/>
    public void Dispose() => _output.Dispose();
}
