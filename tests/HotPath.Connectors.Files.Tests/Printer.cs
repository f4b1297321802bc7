using System;
using System.IO;
using System.Text;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;

namespace HotPath.Connectors.Files.Tests;

/// <summary>Rows as text, through the print connector.</summary>
internal sealed class Printer : IDisposable
{
    private readonly MemoryStream _stdout = new();
    private readonly ITableSink _sink;

    internal Printer(RowSchema schema)
    {
        var connectors = new FileConnectors(new FileConnectorOptions { StandardOutput = _stdout });
        _sink = connectors.OpenSink(Rows.Sink(schema, SinkRole.Table, ("connector", "print")), resume: null);
    }

    public void Dispose()
    {
        _sink.Dispose();
        _stdout.Dispose();
    }

    internal string Print(RowView row)
    {
        _stdout.SetLength(0);
        _sink.Write(new OutputIdentity(0, 1, 0, 0, RowKind.Insert), row);
        _sink.Flush();
        return Encoding.UTF8.GetString(_stdout.GetBuffer().AsSpan(0, (int)_stdout.Length - 1));
    }
}
