using System.Collections.Generic;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Sql;

namespace HotPath.Daemon.Commands;

/// <summary>Lets the compiler, which sees no adapter, ask the connectors about WITH options.</summary>
internal sealed class TableValidation : ITableValidation
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Validate(TableDefinition table) => FileConnectors.Validate(table);

    /// <inheritdoc/>
    public IReadOnlyList<string> Validate(SinkDefinition sink) => FileConnectors.Validate(sink);

    /// <inheritdoc/>
    public string? Codec(TableDefinition table) => FileConnectors.Codec(table);

    /// <inheritdoc/>
    public bool TakesUpdates(SinkDefinition sink) => FileConnectors.TakesUpdates(sink);
}
