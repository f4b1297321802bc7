using System;
using HotPath.Connectors.Files.Formats;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Sbe.Reading;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>An SBE message that comes alone, without a prefix.</summary>
internal sealed class SbeRecordDecoder : IRecordDecoder
{
    private readonly RowRules _rules;
    private readonly SbeRowReader _reader;

    public SbeRecordDecoder(TableDefinition definition, SbeTable table)
    {
        _rules = new RowRules(definition, isLenient: false);
        _reader = new SbeRowReader(table);
    }

    /// <inheritdoc/>
    public ReadStatus Decode(ReadOnlySpan<byte> content, SourceRecord record)
    {
        if (!_reader.IsOfTable(content, out SbeHeader header, out SbeMessageRows? rows))
        {
            return record.Reject(RejectReason.PassedOver, -1, content);
        }

        int column = -1;
        RejectReason reason = rows is null
            ? RejectReason.Malformed
            : _reader.Read(content, header, rows, record.Row, out column);
        return reason == RejectReason.None
            ? _rules.Accept(record, content)
            : record.Reject(reason, column, content);
    }
}
