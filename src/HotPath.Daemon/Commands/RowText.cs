using System;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;

namespace HotPath.Daemon.Commands;

/// <summary>Whole rows of one layout as JSON objects, however long.</summary>
/// <remarks>Threading: single-threaded.</remarks>
internal sealed class RowText
{
    private const int CharacterBytesMax = 4;

    private readonly RowJson _json;
    private byte[] _text = new byte[4096];

    /// <summary>For rows of one layout.</summary>
    /// <param name="schema">The layout.</param>
    public RowText(RowSchema schema) => _json = new RowJson(schema);

    /// <summary>A row as text.</summary>
    /// <param name="row">The row.</param>
    /// <returns>UTF-8; valid until the next call.</returns>
    public ReadOnlySpan<byte> Of(RowView row)
    {
        int length;
        while ((length = _json.Write(row, _text)) > _text.Length - CharacterBytesMax)
        {
            _text = new byte[2 * _text.Length]; // it may have been cut, between characters
        }

        return _text.AsSpan(0, length);
    }
}
