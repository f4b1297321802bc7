namespace HotPath.Runtime.Environments;

/// <summary>Places where a test may make the node wrong on purpose, to see that the ledger notices.</summary>
public enum FaultPoint
{
    /// <summary>No fault.</summary>
    None = 0,

    /// <summary>A record is read and then forgotten.</summary>
    DropBeforeSequencing = 1,

    /// <summary>A record is sequenced twice.</summary>
    DoubleSequenced = 2,

    /// <summary>A frame is not handed to a shard.</summary>
    DropDelivered = 3,

    /// <summary>A frame is handed to a shard twice.</summary>
    DoubleDelivered = 4,

    /// <summary>Finished rows, one stretch of them, are lost between shard and egress.</summary>
    DropOutput = 5,

    /// <summary>A row is not handed to its sink.</summary>
    DropAtSink = 6,

    /// <summary>A row is handed to its sink twice.</summary>
    DoubleAtSink = 7,

    /// <summary>Outputs and checkpoints go out before the journal is on the device.</summary>
    CommitBeforeSync = 8,

    /// <summary>A checkpoint notes a sink's cursor without making the sink durable.</summary>
    SinkUnsynced = 9,

    /// <summary>A source goes on one record before its cursor.</summary>
    CursorBehind = 10,

    /// <summary>Egress releases past the mark of a checkpoint before it has noted the sinks' cursors.</summary>
    ReleasePastMark = 11,

    /// <summary>A full disk stops the journal for good.</summary>
    StayFull = 12,
}
