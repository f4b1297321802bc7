using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;

namespace HotPath.Integration.Tests.Support;

/// <summary>Inputs that fall silent where they would end, and sinks that tell of each row.</summary>
/// <param name="inner">Opens both.</param>
/// <param name="onRow">Told of each row that a sink is given.</param>
public sealed class SilentConnectors(IConnectors inner, Action onRow) : IConnectors
{
    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) =>
        [.. inner.OpenSources(table, heap).Select(source => new Silent(source))];

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume) => new Telling(inner.OpenSink(sink, resume), onRow);

    private sealed class Silent(ITableSource source) : ITableSource
    {
        public string Name => source.Name;

        public int FileIndex => source.FileIndex;

        public bool IsBounded => false;

        public bool IsReplayable => source.IsReplayable;

        public void SkipTo(long records) => source.SkipTo(records);

        public ReadStatus Read(SourceRecord record, SourceTime now)
        {
            ReadStatus status = source.Read(record, now);
            return status == ReadStatus.End ? ReadStatus.Idle : status;
        }

        public void Dispose() => source.Dispose();
    }

    private sealed class Telling(ITableSink sink, Action onRow) : ITableSink
    {
        public SinkCursor Cursor => sink.Cursor;

        public void Write(in OutputIdentity identity, RowView row)
        {
            sink.Write(identity, row);
            onRow();
        }

        public void Flush() => sink.Flush();

        public void Sync() => sink.Sync();

        public void Complete() => sink.Complete();

        public void Dispose() => sink.Dispose();
    }
}
