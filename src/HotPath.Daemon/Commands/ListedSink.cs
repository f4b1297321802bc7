using System.Buffers;
using System.Text;
using System.Text.Json;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;

namespace HotPath.Daemon.Commands;

/// <summary>Rows of one sink in a listing: <c>{"id":"184320-1-0-7","sink":"totals","row":{...}}</c>.</summary>
/// <remarks>Threading: single-threaded (egress).</remarks>
internal sealed class ListedSink
{
    private readonly RowListing _listing;
    private readonly string _middle;
    private readonly RowText _text;

    /// <summary>A sink of a listing.</summary>
    /// <param name="listing">Where lines go.</param>
    /// <param name="sink">The sink.</param>
    public ListedSink(RowListing listing, SinkDefinition sink)
    {
        _listing = listing;
        _middle = $"\",\"sink\":\"{JsonEncodedText.Encode(sink.Name)}\",\"row\":";
        _text = new RowText(sink.Schema);
    }

    /// <summary>Adds a row.</summary>
    /// <param name="identity">Its identity.</param>
    /// <param name="row">The row.</param>
    public void Write(in OutputIdentity identity, RowView row)
    {
        Encoding.UTF8.GetBytes($"{{\"id\":\"{OutputIdText.Of(identity)}{_middle}", _listing.Lines);
        _listing.Lines.Write(_text.Of(row));
        _listing.Lines.Write("}\n"u8);
    }

    /// <summary>Hands the lines on.</summary>
    public void Flush() => _listing.Flush();
}
