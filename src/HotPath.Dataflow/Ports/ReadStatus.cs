namespace HotPath.Dataflow.Ports;

/// <summary>Outcome of asking a source for its next record.</summary>
public enum ReadStatus
{
    /// <summary>A row is in the record. Take it and ask again.</summary>
    Row = 0,

    /// <summary>
    /// A record was read that is not a row: the record holds reason and raw bytes. Sequence a reject frame and ask
    /// again.
    /// </summary>
    Rejected = 1,

    /// <summary>Nothing now, more may come (a paced source, a pipe). Do other work and ask again.</summary>
    Idle = 2,

    /// <summary>The source has ended. Do not ask again.</summary>
    End = 3,
}
