using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>A sink that keeps nothing but the hash of what it was given.</summary>
internal sealed class BlackholeSink : ITableSink
{
    /// <inheritdoc/>
    public long LengthBytes => 0;

    /// <inheritdoc/>
    public ulong ChainHash { get; private set; }

    /// <inheritdoc/>
    public void Write(in OutputIdentity identity, RowView row) => ChainHash = StableHash.Mix(
        ChainHash,
        StableHash.Of(Raw.Span(row.Address, row.LengthBytes), (ulong)identity.Kind));

    /// <inheritdoc/>
    public void Flush()
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
