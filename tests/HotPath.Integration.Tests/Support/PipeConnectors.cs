using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Integration.Tests.Support;

/// <summary>Inputs without a cursor, as from a pipe: each life is given all of them from the start.</summary>
/// <param name="inner">Opens the files behind them, and the sinks.</param>
public sealed class PipeConnectors(IConnectors inner) : IConnectors
{
    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) =>
        [.. inner.OpenSources(table, heap).Select(source => new Pipe(source))];

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume) => inner.OpenSink(sink, resume);

    private sealed class Pipe(ITableSource file) : ITableSource
    {
        public string Name => "stdin";

        public int FileIndex => file.FileIndex;

        public bool IsBounded => file.IsBounded;

        public bool IsReplayable => false;

        public void SkipTo(long records) => throw new InvalidOperationException("a pipe passes over nothing");

        public ReadStatus Read(SourceRecord record, SourceTime now) => file.Read(record, now);

        public void Dispose() => file.Dispose();
    }
}
