using System.Buffers;
using System.IO;
using HotPath.Dataflow.Plans;

namespace HotPath.Daemon.Commands;

/// <summary>The rows of all sinks with their ids, a JSON object a line, in their total order.</summary>
/// <remarks>Threading: single-threaded (egress).</remarks>
internal sealed class RowListing
{
    private readonly Stream _output;

    /// <summary>An empty listing.</summary>
    /// <param name="output">Where lines go; stays open.</param>
    public RowListing(Stream output) => _output = output;

    /// <summary>Lines that wait; one buffer for all sinks, for their order.</summary>
    public ArrayBufferWriter<byte> Lines { get; } = new();

    /// <summary>The part of a sink.</summary>
    /// <param name="sink">The sink.</param>
    /// <returns>What takes its rows.</returns>
    public ListedSink Of(SinkDefinition sink) => new(this, sink);

    /// <summary>Hands the lines on.</summary>
    public void Flush()
    {
        _output.Write(Lines.WrittenSpan);
        Lines.ResetWrittenCount();
    }
}
