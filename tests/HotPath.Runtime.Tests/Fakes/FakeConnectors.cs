using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Runtime.Tests.Fakes;

/// <summary>Sources from lists and sinks that keep what they get.</summary>
internal sealed class FakeConnectors(Func<TableDefinition, IReadOnlyList<ITableSource>> open) : IConnectors
{
    public List<RecordingSink> Sinks { get; } = [];

    public long FailAtRow { get; init; } = -1;

    public bool KeepsRows { get; init; } = true;

    public static FakeConnectors OneFile(IReadOnlyList<ShopRow> rows) => new(_ => [new ListSource("events.csv", 0, rows)]);

    public static FakeConnectors Files(params IReadOnlyList<ShopRow>[][] filesOfTable) => new(
        table => [.. filesOfTable[table.Id - 1].Select((rows, i) => new ListSource($"file{i}.csv", i, rows))]);

    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) => open(table);

    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume)
    {
        var opened = new RecordingSink(sink, KeepsRows, FailAtRow, resume);
        Sinks.Add(opened);
        return opened;
    }
}
