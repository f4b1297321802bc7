namespace HotPath.Daemon.Status;

/// <summary>Where a run stands; the words of the status document.</summary>
internal enum NodeState
{
    /// <summary>Opening the data directory and verifying what is there.</summary>
    Starting = 0,

    /// <summary>Replaying the journal behind the checkpoint.</summary>
    Recovering = 1,

    /// <summary>Taking input. The only state in which a node is ready.</summary>
    Ready = 2,

    /// <summary>Asked to stop: working off what was read.</summary>
    Stopping = 3,

    /// <summary>Ended in order; what is durable is complete.</summary>
    Stopped = 4,

    /// <summary>Ended by an error.</summary>
    Failed = 5,

    /// <summary>Ended because the ledger did not balance.</summary>
    Unbalanced = 6,
}
