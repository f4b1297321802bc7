using System;
using System.Collections.Generic;
using HotPath.Connectors.Files;
using HotPath.Connectors.Tcp;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Daemon.Commands;

/// <summary>All connectors of a run: each table goes to the one that its options name.</summary>
internal sealed class TableConnectors : IConnectors
{
    private readonly FileConnectors _files;
    private readonly TcpConnector _tcp;

    /// <summary>Connectors of one run.</summary>
    /// <param name="options">Streams, folder and limits of files.</param>
    /// <param name="onNotice">Told where tables listen.</param>
    public TableConnectors(FileConnectorOptions options, Action<string> onNotice)
    {
        _files = new FileConnectors(options);
        _tcp = new TcpConnector(new RecordFormats(options.WorkingDirectory), onNotice);
    }

    /// <summary>Messages that tables of format sbe passed over, by table.</summary>
    public IReadOnlyDictionary<string, long> PassedOver => _files.PassedOver;

    /// <summary>What clients of tables did, by table; after the run.</summary>
    public IReadOnlyDictionary<string, IngressCounters> Clients => _tcp.Counters;

    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) =>
        TcpConnector.IsOf(table) ? [_tcp.Open(table)] : _files.OpenSources(table, heap);

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume) => _files.OpenSink(sink, resume);
}
