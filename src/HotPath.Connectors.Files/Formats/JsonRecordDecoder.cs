using System;
using System.Text.Unicode;
using HotPath.Connectors.Files.Options;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;

namespace HotPath.Connectors.Files.Formats;

/// <summary>A JSON object that comes alone; an array of several would be several records under one number.</summary>
internal sealed class JsonRecordDecoder : IRecordDecoder
{
    private readonly RowRules _rules;
    private readonly JsonRowReader _rows;

    public JsonRecordDecoder(TableDefinition table, JsonOptions options)
    {
        _rules = new RowRules(table, options.IgnoreParseErrors);
        _rows = new JsonRowReader(table, options, _rules);
    }

    /// <inheritdoc/>
    public ReadStatus Decode(ReadOnlySpan<byte> content, SourceRecord record)
    {
        if (!Utf8.IsValid(content))
        {
            return _rules.Reject(record, RejectReason.BadEncoding, -1, content);
        }

        var scanner = new JsonScanner(content, 0);
        return _rows.ReadObject(record, ref scanner, content);
    }
}
