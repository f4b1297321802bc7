using System;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Errors;
using HotPath.Journal.Log;

namespace HotPath.Runtime.Egress;

/// <summary>A sink with its ledger.</summary>
/// <remarks>Threading: single-threaded; owned by egress.</remarks>
public sealed class SinkChannel : IDisposable
{
    private readonly ITableSink _sink;
    private bool _isDirty;

    /// <summary>Opens a sink.</summary>
    /// <param name="definition">The sink.</param>
    /// <param name="connectors">Opens it.</param>
    /// <param name="resume">
    /// Where it goes on; <see langword="null"/> for a new run. Its rows count as produced and released.
    /// </param>
    /// <exception cref="HotPathException">HP1001: bad option. HP2002: unwritable. HP2005: a file holds less than was
    /// published.</exception>
    public SinkChannel(SinkDefinition definition, IConnectors connectors, SinkCursor? resume)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(connectors);
        Definition = definition;
        _sink = connectors.OpenSink(definition, resume);
        long rows = resume?.Rows ?? 0;
        Counters = new SinkCounters(definition.Id) { Produced = rows, Released = rows };
    }

    /// <summary>The sink.</summary>
    public SinkDefinition Definition { get; }

    /// <summary>Its ledger.</summary>
    public SinkCounters Counters { get; }

    /// <summary>Where a later life of the sink goes on; safe in a checkpoint once it is synced.</summary>
    public SinkCursor Cursor => _sink.Cursor;

    /// <summary>What it got so far.</summary>
    public SinkDigest Digest => new(Definition.Name, Counters.Released, Cursor.LengthBytes, Cursor.ChainHash);

    /// <summary>Rows of this sink were taken out of an arena and wait.</summary>
    /// <param name="rows">Unit: rows.</param>
    public void NoteProduced(int rows)
    {
        Counters.Produced += rows;
        Counters.Pending += rows;
    }

    /// <summary>Rows of this sink wait no longer.</summary>
    /// <param name="rows">Unit: rows.</param>
    public void NoteTaken(int rows) => Counters.Pending -= rows;

    /// <summary>Hands a row to the sink.</summary>
    /// <param name="identity">Where it comes from.</param>
    /// <param name="row">The row.</param>
    /// <exception cref="HotPathException">HP2002: it cannot be written.</exception>
    public void Write(in OutputIdentity identity, RowView row)
    {
        _sink.Write(identity, row);
        Counters.Released++;
        _isDirty = true;
    }

    /// <summary>Hands what is buffered to the operating system, if anything is.</summary>
    /// <exception cref="HotPathException">HP2002: full disk, closed pipe.</exception>
    public void FlushIfDirty()
    {
        if (_isDirty)
        {
            _sink.Flush();
            _isDirty = false;
        }
    }

    /// <summary>Makes everything released so far durable; then a checkpoint may hold <see cref="Cursor"/>.</summary>
    /// <exception cref="HotPathException">HP2002: full disk, closed pipe. HP2006: the device did not take it; stop.
    /// </exception>
    public void Sync()
    {
        _sink.Sync();
        _isDirty = false;
    }

    /// <summary>Checks the ledger.</summary>
    /// <param name="position">Position released up to, for the message. Unit: bytes.</param>
    /// <exception cref="HotPathException">HP3002: it does not balance.</exception>
    public void Check(long position)
    {
        if (!Counters.IsBalanced)
        {
            throw new HotPathException(
                ErrorCode.LedgerUnbalanced, $"at position {position}: '{Definition.Name}', {Counters}; report this");
        }
    }

    /// <summary>Closes the sink properly.</summary>
    /// <exception cref="HotPathException">HP2002: full disk, closed pipe.</exception>
    public void Complete() => _sink.Complete();

    /// <inheritdoc/>
    public void Dispose() => _sink.Dispose();
}
