using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests;

/// <summary>Sources and sinks allocate nothing per record once their buffers have grown.</summary>
[TestFixture]
public sealed class AllocationTests
{
    private const int Records = 20_000;

    [TestCase("csv", "name{0},\"quoted, \"\"{0}\"\"\",{0},{0}.5,12.{0},2020-01-02 03:04:05.678\n")]
    [TestCase(
        "json",
        "{{\"s\":\"name{0}\",\"u\":\"\\u0041{0}\",\"i\":{0},\"d\":{0}.5,\"e\":\"1.{0}\",\"t\":\"2020-01-02 03:04:05.678\"}}\n")]
    [TestCase("csv", "bad,record,{0}\n")]
    [TestCase("json", "{{\"s\":\"name{0}\",\"i\":\"{0}x\"}}\n")]
    public void Source_SteadyState_AllocatesNothing(string format, string pattern)
    {
        var text = new StringBuilder();
        CompositeFormat composite = CompositeFormat.Parse(pattern);
        for (int i = 0; i < Records; i++)
        {
            text.AppendFormat(null, composite, 1000 + (i % 1000));
        }

        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(file, text.ToString());
        try
        {
            TableDefinition table = Rows.Table(
                "s STRING, u STRING, i INT, d DOUBLE, e DECIMAL(20, 4), t TIMESTAMP(3)",
                ("connector", "filesystem"), ("path", file), ("format", format));
            var heap = new NativeHeap();
            var connectors = new FileConnectors(new FileConnectorOptions { ChunkBytes = 4096 });
            using var record = new SourceRecord(heap, table.Schema);
            using ITableSource source = connectors.OpenSources(table, heap)[0];
            AssertNothingAllocated(source, record, heap);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void Datagen_SteadyState_AllocatesNothing()
    {
        TableDefinition table = Rows.Table(
            "s STRING, i INT, d DOUBLE, e DECIMAL(20, 4), t TIMESTAMP(3), q BIGINT",
            ("connector", "datagen"),
            ("fields.q.kind", "sequence"),
            ("fields.q.start", "1"),
            ("fields.q.end", "20000"));
        var heap = new NativeHeap();
        using var record = new SourceRecord(heap, table.Schema);
        using ITableSource source = new FileConnectors(new FileConnectorOptions()).OpenSources(table, heap)[0];
        _ = source.Read(record, default);
        AssertNothingAllocated(source, record, heap);
    }

    [TestCase("csv")]
    [TestCase("json")]
    [TestCase("print")]
    [TestCase("select-csv")]
    [TestCase("select-ndjson")]
    [TestCase("select-table")]
    public void Sink_SteadyState_AllocatesNothing(string form)
    {
        TableDefinition table = Rows.Table("s STRING, i INT, d DOUBLE, e DECIMAL(20, 4), t TIMESTAMP(3)");
        using var row = new RowBuilder(new NativeHeap(), table.Schema);
        row.SetUtf8(0, "a \"text\""u8);
        row.Set(1, 42);
        row.Set(2, 1.25);
        row.Set(3, (Int128)12345);
        row.Set(4, 1577934245678L);
        (string, string)[] options = form switch
        {
            "print" => [("connector", "print")],
            "csv" or "json" => [("connector", "filesystem"), ("path", "/dev/null"), ("format", form)],
            _ => [],
        };
        var connectors = new FileConnectors(new FileConnectorOptions
        {
            Output = form switch
            {
                "select-csv" => OutputFormat.Csv,
                "select-ndjson" => OutputFormat.Ndjson,
                _ => OutputFormat.Table,
            },
        });
        SinkRole role = options.Length == 0 ? SinkRole.Select : SinkRole.Table;
        using ITableSink sink = connectors.OpenSink(Rows.Sink(table.Schema, role, options), resume: null);
        var identity = new OutputIdentity(0, 1, 0, 0, RowKind.Insert);
        for (int i = 0; i < Records; i++)
        {
            sink.Write(identity, row.View);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Records; i++)
        {
            sink.Write(identity, row.View);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    internal static void AssertNothingAllocated(
        ITableSource source, SourceRecord record, NativeHeap heap, int records = Records)
    {
        for (int i = 0; i < records / 2; i++)
        {
            _ = source.Read(record, SourceTime.OfMs(10_000_000));
        }

        long calls = heap.AllocatorCalls;
        long allocatedBytes = AllocatedByRest(source, record, out int read);
        Assert.That(read, Is.GreaterThan((records / 2) - 2));
        Assert.That((allocatedBytes, heap.AllocatorCalls - calls), Is.EqualTo((0L, 0L)));
    }

    // A method of its own: in optimized code the assertion's boxing may otherwise happen before the counter is read.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long AllocatedByRest(ITableSource source, SourceRecord record, out int read)
    {
        read = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (source.Read(record, SourceTime.OfMs(10_000_000)) != ReadStatus.End)
        {
            read++;
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
