using System;
using System.Text;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Time;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>
/// A SELECT's changelog as the golden cases hold it: a header <c>op,...</c>, NULL as <c>NULL</c>, quotes only where
/// needed.
/// </summary>
/// <remarks>Source: golden/sql/README.md; RFC 4180.</remarks>
internal sealed class ResultCsvFormat : IRowFormat
{
    private readonly RowSchema _schema;
    private readonly ZoneRules _zone;

    public ResultCsvFormat(RowSchema schema, ZoneRules zone)
    {
        _schema = schema;
        _zone = zone;
    }

    public void WriteHeader(ByteBuilder target)
    {
        target.Append("op"u8);
        foreach (Column column in _schema.Columns)
        {
            target.Append((byte)',');
            AppendQuoted(Encoding.UTF8.GetBytes(column.Name), target);
        }

        target.Append((byte)'\n');
    }

    public void WriteRow(in OutputIdentity identity, RowView row, ByteBuilder target)
    {
        ValueText.Kind(identity.Kind, target);
        for (int i = 0; i < _schema.Columns.Count; i++)
        {
            target.Append((byte)',');
            if (row.IsNull(i))
            {
                target.Append("NULL"u8);
            }
            else if (_schema.Columns[i].Type.IsText)
            {
                AppendQuoted(row.GetUtf8(i).Span, target);
            }
            else
            {
                ValueText.Result(row, i, _zone, target);
            }
        }

        target.Append((byte)'\n');
    }

    private static void AppendQuoted(ReadOnlySpan<byte> text, ByteBuilder target)
    {
        if (text.IndexOfAny(",\"\n\r"u8) < 0)
        {
            target.Append(text);
            return;
        }

        target.Append((byte)'"');
        foreach (byte next in text)
        {
            target.Append(next == '"' ? "\""u8 : []);
            target.Append(next);
        }

        target.Append((byte)'"');
    }
}
