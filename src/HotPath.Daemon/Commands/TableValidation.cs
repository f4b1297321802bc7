using System.Collections.Generic;
using HotPath.Connectors.Files;
using HotPath.Connectors.Tcp;
using HotPath.Dataflow.Plans;
using HotPath.Sql;

namespace HotPath.Daemon.Commands;

/// <summary>Lets the compiler, which sees no adapter, ask the connectors about WITH options.</summary>
internal sealed class TableValidation : ITableValidation
{
    private readonly RecordFormats _formats = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Validate(TableDefinition table) =>
        TcpConnector.IsOf(table) ? TcpConnector.Validate(table, _formats) : FileConnectors.Validate(table);

    /// <inheritdoc/>
    public IReadOnlyList<string> Validate(SinkDefinition sink) => FileConnectors.Validate(sink);

    /// <inheritdoc/>
    public string? Codec(TableDefinition table) =>
        TcpConnector.IsOf(table) ? _formats.Codec(table) : FileConnectors.Codec(table);

    /// <inheritdoc/>
    public bool TakesUpdates(SinkDefinition sink) => FileConnectors.TakesUpdates(sink);
}
