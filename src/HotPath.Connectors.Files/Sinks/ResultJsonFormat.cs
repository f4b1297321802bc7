using HotPath.Connectors.Files.Formats;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Time;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>
/// A SELECT's changelog as JSON, one object a line: <c>op</c> first, values in the text forms of results.
/// </summary>
internal sealed class ResultJsonFormat : IRowFormat
{
    private readonly byte[][] _names;
    private readonly ZoneRules _zone;
    private readonly ByteBuilder _text = new();

    public ResultJsonFormat(RowSchema schema, ZoneRules zone)
    {
        _names = JsonRowFormat.Names(schema);
        _zone = zone;
    }

    public void WriteHeader(ByteBuilder target)
    {
    }

    public void WriteRow(in OutputIdentity identity, RowView row, ByteBuilder target)
    {
        target.Append("{\"op\":\""u8);
        ValueText.Kind(identity.Kind, target);
        target.Append((byte)'"');
        for (int i = 0; i < _names.Length; i++)
        {
            target.Append((byte)',');
            target.Append(_names[i]);
            if (row.IsNull(i))
            {
                target.Append("null"u8);
            }
            else if (JsonRowFormat.IsBare(row, i))
            {
                ValueText.Result(row, i, _zone, target);
            }
            else
            {
                _text.Clear();
                ValueText.Result(row, i, _zone, _text);
                JsonText.Quote(_text.Written, target);
            }
        }

        target.Append("}\n"u8);
    }
}
