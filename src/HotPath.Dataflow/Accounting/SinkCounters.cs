namespace HotPath.Dataflow.Accounting;

/// <summary>The ledger of one sink.</summary>
/// <remarks>
/// Threading: one writer (egress); others may read stale values. Source: design.md, "Wrong rows, and the ledger".
/// </remarks>
public sealed class SinkCounters
{
    /// <summary>Counters of a sink.</summary>
    /// <param name="sink">Index of the sink in the plan.</param>
    public SinkCounters(int sink) => Sink = sink;

    /// <summary>Index of the sink in the plan.</summary>
    public int Sink { get; }

    /// <summary>Rows taken out of the output arenas. Unit: rows.</summary>
    public long Produced { get; set; }

    /// <summary>Rows handed to the sink. Unit: rows.</summary>
    public long Released { get; set; }

    /// <summary>
    /// Rows held back until their position may be released; raised and lowered by the hold itself. Unit: rows.
    /// </summary>
    public long Pending { get; set; }

    /// <summary>produced = released + pending.</summary>
    public bool IsBalanced => Produced == Released + Pending;

    /// <summary>The counters as text, for messages.</summary>
    /// <returns>Every counter with its name.</returns>
    public override string ToString() => $"sink {Sink}: produced {Produced} = released {Released} + pending {Pending}";
}
