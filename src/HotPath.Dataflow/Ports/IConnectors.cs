using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Memory;

namespace HotPath.Dataflow.Ports;

/// <summary>
/// Opens what the script's tables name. The composition root hands it to the runtime, which sees no adapter.
/// </summary>
public interface IConnectors
{
    /// <summary>Opens the input of a table: one source a file, in file-name order.</summary>
    /// <param name="table">Table with its WITH options.</param>
    /// <param name="heap">Where buffers come from.</param>
    /// <returns>Sources, at least one; the caller disposes them.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP1001: bad option. HP2001: missing or unreadable
    /// input.</exception>
    IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap);

    /// <summary>Opens a sink, for a new run or to go on where an earlier one stood.</summary>
    /// <remarks>
    /// With a cursor the sink takes the rows behind it again. Those that a file holds already are compared, not
    /// written; a record that was cut is completed. Terminals and pipes show them again: they are not exactly once.
    /// </remarks>
    /// <param name="sink">Sink with its WITH options.</param>
    /// <param name="resume">Where to go on; <see langword="null"/> for a new run, which empties a file.</param>
    /// <returns>The sink; the caller disposes it.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP1001: bad option. HP2002: unwritable. HP2005: a file
    /// holds less than was published. HP2006: what it holds cannot be made durable.</exception>
    ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume);
}
