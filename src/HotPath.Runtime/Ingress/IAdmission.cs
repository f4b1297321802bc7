using System;
using HotPath.Disruptor.Agents;

namespace HotPath.Runtime.Ingress;

/// <summary>The agent that fills the ring: from sources, or from a recorded log.</summary>
/// <remarks>Threading: one thread calls DoWork; the counters may be read by anyone.</remarks>
public interface IAdmission : IAgent, IDisposable
{
    /// <summary>Event frames in the ring so far. Unit: events. Ordering: acquire.</summary>
    long Events { get; }

    /// <summary>Ingest time of the newest event. Unit: ms since the Unix epoch. Ordering: acquire.</summary>
    long IngestTimeMs { get; }

    /// <summary>
    /// When the first event was in the ring, by the monotonic clock; -1 before. For use after the agent has ended.
    /// Unit: ns.
    /// </summary>
    long FirstEventNs { get; }
}
