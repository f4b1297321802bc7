using System;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Rows;

namespace HotPath.Dataflow.Ports;

/// <summary>Where released rows of one sink go, in order. Adapters implement it; egress calls it.</summary>
/// <remarks>Threading: single-threaded.</remarks>
public interface ITableSink : IDisposable
{
    /// <summary>What it has taken so far, with what its earlier lives took; durable after <see cref="Sync"/>.</summary>
    SinkCursor Cursor { get; }

    /// <summary>Takes one row.</summary>
    /// <param name="identity">Where the row comes from; written only when the sink's format selects it.</param>
    /// <param name="row">The row, valid during the call.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2002: the row cannot be written. HP2005: it differs from
    /// what an earlier life of the sink wrote in its place.</exception>
    void Write(in OutputIdentity identity, RowView row);

    /// <summary>Hands everything taken so far to the operating system (or the terminal).</summary>
    /// <exception cref="Foundation.Errors.HotPathException">HP2002: full disk, closed pipe. HP2005: as
    /// <see cref="Write"/>.</exception>
    void Flush();

    /// <summary>
    /// Flushes and makes everything taken so far durable, the file's name included: from then on a checkpoint may hold
    /// <see cref="Cursor"/>. A sink without a file only flushes.
    /// </summary>
    /// <exception cref="Foundation.Errors.HotPathException">HP2002, HP2005: as <see cref="Flush"/>. HP2006: the device
    /// did not take it; never sync again in this process.</exception>
    void Sync();

    /// <summary>
    /// Flushes and closes properly at the end of a run. Dispose without it abandons what is buffered.
    /// </summary>
    /// <exception cref="Foundation.Errors.HotPathException">HP2002: full disk, closed pipe. HP2005: as
    /// <see cref="Write"/>, or an earlier life wrote more.</exception>
    void Complete();
}
