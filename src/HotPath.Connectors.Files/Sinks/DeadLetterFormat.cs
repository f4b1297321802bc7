using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Unicode;
using HotPath.Connectors.Files.Formats;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Time;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>
/// Dead letters as JSON, one object a line. The raw record stands as text; if it is not UTF-8, with replacement
/// characters and once more as base64. The first ones are kept for the summary.
/// </summary>
internal sealed class DeadLetterFormat : IRowFormat
{
    private const int ExamplesMax = 5;

    private readonly byte[][] _names = JsonRowFormat.Names(DeadLetterSchema.Schema);
    private readonly List<string> _examples;
    private readonly ByteBuilder _text = new();

    public DeadLetterFormat(List<string> examples) => _examples = examples;

    public void WriteHeader(ByteBuilder target)
    {
    }

    public void WriteRow(in OutputIdentity identity, RowView row, ByteBuilder target)
    {
        target.Append((byte)'{');
        for (int i = 0; i < DeadLetterSchema.RawBytes; i++)
        {
            target.Append(i == 0 ? [] : ","u8);
            target.Append(_names[i]);
            WriteValue(row, i, target);
        }

        WriteRaw(row.GetUtf8(DeadLetterSchema.RawBytes).Span, target);
        target.Append("}\n"u8);
        if (_examples.Count < ExamplesMax)
        {
            _examples.Add(Encoding.UTF8.GetString(target.Written).TrimEnd('\n'));
        }
    }

    private void WriteValue(RowView row, int column, ByteBuilder target)
    {
        if (row.IsNull(column))
        {
            target.Append("null"u8);
            return;
        }

        _text.Clear();
        ValueText.Result(row, column, ZoneRules.Utc, _text);
        if (row.Schema.Columns[column].Type.IsText)
        {
            JsonText.Quote(_text.Written, target);
        }
        else
        {
            target.Append(_text.Written);
        }
    }

    private static void WriteRaw(ReadOnlySpan<byte> raw, ByteBuilder target)
    {
        target.Append(",\"raw\":"u8);
        if (Utf8.IsValid(raw))
        {
            JsonText.Quote(raw, target);
            return;
        }

        JsonText.Quote(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(raw)), target);
        target.Append(",\"raw_base64\":\""u8);
        ValueText.Base64Of(raw, target);
        target.Append((byte)'"');
    }
}
