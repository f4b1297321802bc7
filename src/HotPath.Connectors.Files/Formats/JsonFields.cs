using System;
using System.Text;
using HotPath.Connectors.Files.Sinks;
using HotPath.Dataflow.Rows;

namespace HotPath.Connectors.Files.Formats;

/// <summary>
/// Where the values of a table's columns lie in one JSON object; of a name that comes twice the last one counts.
/// </summary>
/// <remarks>Threading: single-threaded.</remarks>
internal sealed class JsonFields
{
    private readonly byte[][] _names;
    private readonly JsonValue[] _values;
    private readonly ByteBuilder _name = new();

    public JsonFields(RowSchema schema)
    {
        _names = new byte[schema.Columns.Count][];
        for (int i = 0; i < _names.Length; i++)
        {
            _names[i] = Encoding.UTF8.GetBytes(schema.Columns[i].Name);
        }

        _values = new JsonValue[_names.Length];
    }

    /// <summary>Value of a column; missing when the object does not name it.</summary>
    /// <param name="column">Index of the column.</param>
    /// <returns>Where it lies.</returns>
    public JsonValue this[int column] => _values[column];

    /// <summary>Passes an object and keeps where its values lie.</summary>
    /// <param name="scanner">In front of the object.</param>
    /// <param name="text">The text the scanner walks over.</param>
    /// <returns><see langword="false"/> when there is no well-formed object.</returns>
    public bool TryRead(ref JsonScanner scanner, ReadOnlySpan<byte> text)
    {
        Array.Clear(_values);
        if (!scanner.TryPass((byte)'{'))
        {
            return false;
        }

        int expected = 0;
        bool isFirst = true;
        while (!scanner.TryPass((byte)'}'))
        {
            if ((!isFirst && !scanner.TryPass((byte)','))
                || !scanner.TryText(out JsonValue name)
                || !scanner.TryPass((byte)':')
                || !scanner.TryValue(out JsonValue value))
            {
                return false;
            }

            isFirst = false;
            int column = IndexOf(text, name, expected);
            if (column >= 0)
            {
                _values[column] = value;
                expected = column + 1;
            }
        }

        return true;
    }

    private int IndexOf(ReadOnlySpan<byte> text, JsonValue name, int expected)
    {
        ReadOnlySpan<byte> bytes = text.Slice(name.Start, name.LengthBytes);
        if (name.IsEscaped)
        {
            _name.Clear();
            JsonText.Unescape(bytes, _name);
            bytes = _name.Written;
        }

        // Objects of one stream name their fields in one order, nearly always that of the columns.
        for (int i = 0; i < _names.Length; i++)
        {
            int column = expected + i;
            column -= column >= _names.Length ? _names.Length : 0;
            if (bytes.SequenceEqual(_names[column]))
            {
                return column;
            }
        }

        return -1;
    }
}
