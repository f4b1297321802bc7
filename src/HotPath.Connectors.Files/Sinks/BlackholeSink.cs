using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>A sink that keeps nothing but the hash of what it was given.</summary>
internal sealed class BlackholeSink : ITableSink
{
    public BlackholeSink(SinkCursor? resume) => Cursor = resume ?? default;

    /// <inheritdoc/>
    public SinkCursor Cursor { get; private set; }

    /// <inheritdoc/>
    public void Write(in OutputIdentity identity, RowView row)
    {
        ulong hash = StableHash.Of(Raw.Span(row.Address, row.LengthBytes), (ulong)identity.Kind);
        Cursor = new SinkCursor(Cursor.Rows + 1, LengthBytes: 0, StableHash.Mix(Cursor.ChainHash, hash));
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
