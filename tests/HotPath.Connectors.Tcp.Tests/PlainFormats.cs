using System;
using HotPath.Dataflow.Options;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;

namespace HotPath.Connectors.Tcp.Tests;

/// <summary>Formats of which a record is one text; one that begins with '!' is no row.</summary>
internal sealed class PlainFormats : IRecordFormats, IRecordDecoder
{
    public RecordFormatKind Read(TableDefinition table, OptionReader options)
    {
        string format = options.Required("format", "write 'format' = 'csv'");
        return format == "csv" ? RecordFormatKind.Csv : RecordFormatKind.None;
    }

    public IRecordDecoder Open(TableDefinition table) => this;

    public ReadStatus Decode(ReadOnlySpan<byte> content, SourceRecord record)
    {
        if (content.StartsWith("!"u8))
        {
            return record.Reject(RejectReason.Malformed, -1, content);
        }

        record.Row.Begin();
        record.Row.SetUtf8(0, content);
        return ReadStatus.Row;
    }
}
