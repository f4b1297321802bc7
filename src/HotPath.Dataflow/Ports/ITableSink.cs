using System;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Rows;

namespace HotPath.Dataflow.Ports;

/// <summary>Where released rows of one sink go, in order. Adapters implement it; egress calls it.</summary>
/// <remarks>Threading: single-threaded.</remarks>
public interface ITableSink : IDisposable
{
    /// <summary>Bytes produced so far, buffered or written. Unit: bytes.</summary>
    long LengthBytes { get; }

    /// <summary>
    /// Running hash of those bytes (or, for a sink without bytes, of the rows): equal for equal output.
    /// </summary>
    ulong ChainHash { get; }

    /// <summary>Takes one row.</summary>
    /// <param name="identity">Where the row comes from; written only when the sink's format selects it.</param>
    /// <param name="row">The row, valid during the call.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2002: the row cannot be written.</exception>
    void Write(in OutputIdentity identity, RowView row);

    /// <summary>Hands everything taken so far to the operating system (or the terminal).</summary>
    /// <exception cref="Foundation.Errors.HotPathException">HP2002: full disk, closed pipe.</exception>
    void Flush();

    /// <summary>
    /// Flushes and closes properly at the end of a run. Dispose without it abandons what is buffered.
    /// </summary>
    /// <exception cref="Foundation.Errors.HotPathException">HP2002: full disk, closed pipe.</exception>
    void Complete();
}
