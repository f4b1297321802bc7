using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Daemon.Tests;

/// <summary>Connectors whose inputs never end: where one would, it falls silent and says so.</summary>
internal sealed class StallingConnectors(IConnectors inner, Action onSilent) : IConnectors
{
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) =>
        [.. inner.OpenSources(table, heap).Select(source => new StallingSource(source, onSilent))];

    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume) => inner.OpenSink(sink, resume);

    private sealed class StallingSource(ITableSource inner, Action onSilent) : ITableSource
    {
        public string Name => inner.Name;

        public int FileIndex => inner.FileIndex;

        public bool IsBounded => false;

        public bool IsReplayable => inner.IsReplayable;

        public void SkipTo(long records) => inner.SkipTo(records);

        public ReadStatus Read(SourceRecord record, SourceTime now)
        {
            ReadStatus status = inner.Read(record, now);
            if (status != ReadStatus.End)
            {
                return status;
            }

            onSilent();
            return ReadStatus.Idle;
        }

        public void Dispose() => inner.Dispose();
    }
}
