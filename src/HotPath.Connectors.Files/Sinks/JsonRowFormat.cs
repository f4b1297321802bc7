using System.Text;
using HotPath.Connectors.Files.Formats;
using HotPath.Connectors.Files.Options;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Rows;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>JSON files of a table as Flink writes them: one object a line, text escaped as Jackson does.</summary>
/// <remarks>NaN and the infinities, on which Flink fails, are written as text, which its reader takes back.</remarks>
internal sealed class JsonRowFormat : IRowFormat
{
    private readonly JsonOptions _options;
    private readonly byte[][] _names;
    private readonly ByteBuilder _text = new();

    public JsonRowFormat(JsonOptions options, RowSchema schema)
    {
        _options = options;
        _names = Names(schema, escapesPairs: true);
    }

    /// <summary>Column names in quotes, with the colon.</summary>
    /// <param name="schema">Columns.</param>
    /// <param name="escapesPairs">Whether characters beyond U+FFFF are escaped, too.</param>
    /// <returns>One a column.</returns>
    public static byte[][] Names(RowSchema schema, bool escapesPairs = false)
    {
        byte[][] names = new byte[schema.Columns.Count][];
        var text = new ByteBuilder();
        for (int i = 0; i < names.Length; i++)
        {
            text.Clear();
            JsonText.Quote(Encoding.UTF8.GetBytes(schema.Columns[i].Name), text, escapesPairs);
            text.Append((byte)':');
            names[i] = text.Written.ToArray();
        }

        return names;
    }

    /// <summary>Whether a value stands without quotes.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column that is not NULL.</param>
    /// <returns>Whether it is a finite number or a boolean.</returns>
    public static bool IsBare(RowView row, int column) => row.Schema.Columns[column].Type.Kind switch
    {
        SqlTypeKind.Float => float.IsFinite(row.Get<float>(column)),
        SqlTypeKind.Double => double.IsFinite(row.Get<double>(column)),
        SqlTypeKind kind => kind is >= SqlTypeKind.Boolean and <= SqlTypeKind.Decimal,
    };

    public void WriteHeader(ByteBuilder target)
    {
    }

    public void WriteRow(in OutputIdentity identity, RowView row, ByteBuilder target)
    {
        target.Append((byte)'{');
        bool isFirst = true;
        for (int i = 0; i < _names.Length; i++)
        {
            if (row.IsNull(i) && _options.IgnoreNullFields)
            {
                continue;
            }

            target.Append(isFirst ? [] : ","u8);
            isFirst = false;
            target.Append(_names[i]);
            WriteValue(row, i, target);
        }

        target.Append("}\n"u8);
    }

    private void WriteValue(RowView row, int column, ByteBuilder target)
    {
        if (row.IsNull(column))
        {
            target.Append("null"u8);
        }
        else if (IsBare(row, column))
        {
            ValueText.Stored(row, column, Form, target);
        }
        else
        {
            _text.Clear();
            ValueText.Stored(row, column, Form, _text);
            JsonText.Quote(_text.Written, target, escapesPairs: true);
        }
    }

    private StoredForm Form => new(_options.IsIso8601, _options.IsDecimalPlain);
}
