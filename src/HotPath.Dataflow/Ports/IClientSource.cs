using System.Collections.Generic;

namespace HotPath.Dataflow.Ports;

/// <summary>
/// A source whose records come from clients that number theirs and want to know when one is safe. Its place to go on
/// from is a number for each client, not a count of records.
/// </summary>
/// <remarks>Threading: that of <see cref="ITableSource"/>: whoever reads it calls these.</remarks>
public interface IClientSource : ITableSource
{
    /// <summary>Begins to take clients, where an earlier life of the process left them. Once, before the first read.
    /// </summary>
    /// <param name="clients">Every client with records in the log; these numbers are durable.</param>
    /// <param name="isDurable">Whether what is acknowledged from now on outlives the process.</param>
    void Begin(IReadOnlyList<ClientCursor> clients, bool isDurable);

    /// <summary>The record that was read last stands in the log.</summary>
    /// <param name="endPosition">Where the frames end that it took there. Unit: bytes.</param>
    void NoteTaken(long endPosition);

    /// <summary>What may be acknowledged: everything in the log before a position.</summary>
    /// <param name="position">Never less than the time before. Unit: bytes.</param>
    void NoteSafe(long position);
}
