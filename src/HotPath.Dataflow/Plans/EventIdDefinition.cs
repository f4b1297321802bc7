namespace HotPath.Dataflow.Plans;

/// <summary>
/// How copies of an event are recognised: by a column whose value is remembered for a time of event time. Source:
/// design.md, "Exactly once".
/// </summary>
public sealed record EventIdDefinition
{
    /// <summary>Index of the stored column that holds the id: text, bytes or an integer.</summary>
    public required int Column { get; init; }

    /// <summary>
    /// How far behind its tenant's watermark an event may lie and still be recognised; one further behind is refused as
    /// stale. Unit: ms of event time.
    /// </summary>
    public required long WindowMs { get; init; }

    /// <summary>
    /// What the ids of one tenant may take; an event that would pass it is refused. 0 for no limit. Unit: bytes.
    /// </summary>
    public long TenantBytesMax { get; init; }

    /// <summary>Id of the state in checkpoints, which no statement has.</summary>
    public required ulong OperatorId { get; init; }
}
