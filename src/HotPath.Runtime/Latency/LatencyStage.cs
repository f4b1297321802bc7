namespace HotPath.Runtime.Latency;

/// <summary>Where an event spends its time; the first four add up to the last.</summary>
public enum LatencyStage
{
    /// <summary>From its intended arrival until it stands in the ring.</summary>
    Ingress,

    /// <summary>From there until every shard has applied it, with firings that hold up a sink of its tenant.</summary>
    Processing,

    /// <summary>From there until the journal lets its results be seen; nothing for a run in memory.</summary>
    Commit,

    /// <summary>From there until what it caused is written to the sinks.</summary>
    Release,

    /// <summary>From its intended arrival to its release.</summary>
    Total,
}
