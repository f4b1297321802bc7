using System;
using HotPath.Connectors.Files.Options;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;

namespace HotPath.Connectors.Files.Formats;

/// <summary>A record of CSV that comes alone, with or without its line end.</summary>
internal sealed class CsvRecordDecoder : IRecordDecoder
{
    private readonly CsvRecord _scan;
    private readonly CsvRowReader _rows;
    private readonly bool _allowsComments;

    public CsvRecordDecoder(TableDefinition table, CsvOptions options)
    {
        _scan = new CsvRecord(options, table.Schema.Columns.Count);
        _rows = new CsvRowReader(table, options);
        _allowsComments = options.AllowComments;
    }

    /// <inheritdoc/>
    public ReadStatus Decode(ReadOnlySpan<byte> content, SourceRecord record)
    {
        if (_allowsComments && content.StartsWith("#"u8))
        {
            return record.Reject(RejectReason.PassedOver, -1, content);
        }

        _ = _scan.TryScan(content, isAll: true);
        if (_scan.IsOpen)
        {
            return record.Reject(RejectReason.CutShort, -1, content);
        }

        return _scan.LengthBytes < content.Length
            ? record.Reject(RejectReason.Malformed, -1, content)
            : _rows.Read(record, _scan, content);
    }
}
