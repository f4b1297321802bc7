using System;
using System.Collections.Generic;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Daemon.Explanations;

/// <summary>Sinks that write nothing and keep the first row that is looked for.</summary>
internal sealed class CapturingConnectors : IConnectors
{
    private readonly Func<SinkDefinition, long, OutputIdentity, bool> _isWanted;
    private readonly Action _onFound;

    /// <summary>Nothing found yet.</summary>
    /// <param name="isWanted">Asked with the sink, the number of the row in it and the row's identity.</param>
    /// <param name="onFound">Called once, on the thread of egress.</param>
    public CapturingConnectors(Func<SinkDefinition, long, OutputIdentity, bool> isWanted, Action onFound)
    {
        _isWanted = isWanted;
        _onFound = onFound;
    }

    /// <summary>What was found.</summary>
    public CapturedOutput? Found { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) =>
        throw new InvalidOperationException("an explanation reads the journal and opens no source");

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume) => new CapturingSink(this, sink, resume);

    /// <summary>A sink gets a row.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="number">Which of its rows. Unit: rows.</param>
    /// <param name="identity">Its identity.</param>
    /// <returns>Whether to hand it to <see cref="Keep"/>.</returns>
    public bool IsWanted(SinkDefinition sink, long number, in OutputIdentity identity) =>
        Found is null && _isWanted(sink, number, identity);

    /// <summary>Keeps the row.</summary>
    /// <param name="output">The row.</param>
    public void Keep(CapturedOutput output)
    {
        Found = output;
        _onFound();
    }
}
