using System;
using System.Collections.Generic;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;

namespace HotPath.Integration.Tests.Support;

/// <summary>File sinks that fail as a test plans it, and that remember which rows they were given: what a reader of the
/// files has seen.</summary>
/// <param name="inner">The files.</param>
public sealed class CheckedSinks(IConnectors inner) : IConnectors
{
    /// <summary>Position of the newest frame whose rows were released; -1 for none. Unit: bytes.</summary>
    public long ReleasedPosition { get; private set; } = -1;

    /// <summary>Number of the sync that fails, from 1; 0 for none.</summary>
    public int FailingSync { get; init; }

    /// <summary>Number of the row that finds no space, from 1; 0 for none.</summary>
    public int FailingWrite { get; init; }

    /// <summary>Whether the planned fault has come.</summary>
    public bool HasFailed { get; private set; }

    private int Syncs { get; set; }

    private int Writes { get; set; }

    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) =>
        inner.OpenSources(table, heap);

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume) =>
        new CheckedSink(this, inner.OpenSink(sink, resume));

    private void Fail(bool isFailing, ErrorCode code)
    {
        if (isFailing)
        {
            HasFailed = true;
            throw new HotPathException(code, "the simulated device of the sinks failed");
        }
    }

    private sealed class CheckedSink(CheckedSinks all, ITableSink inner) : ITableSink
    {
        public SinkCursor Cursor => inner.Cursor;

        public void Write(in OutputIdentity identity, RowView row)
        {
            all.Fail(++all.Writes == all.FailingWrite, ErrorCode.DiskFull);
            all.ReleasedPosition = Math.Max(all.ReleasedPosition, identity.Position);
            inner.Write(identity, row);
        }

        public void Flush() => inner.Flush();

        public void Sync()
        {
            all.Fail(++all.Syncs == all.FailingSync, ErrorCode.SyncFailed);
            inner.Sync();
        }

        public void Complete() => inner.Complete();

        public void Dispose() => inner.Dispose();
    }
}
