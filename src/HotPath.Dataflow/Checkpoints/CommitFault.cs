namespace HotPath.Dataflow.Checkpoints;

/// <summary>How a commit of a <see cref="ModelCheckpointStore"/> goes wrong.</summary>
public enum CommitFault
{
    /// <summary>It does not.</summary>
    None = 0,

    /// <summary>HP2007: the store stands at its old position and goes on.</summary>
    DiskFull,

    /// <summary>HP2006, as when the node dies during the commit: whether it happened is decided by the disk's seed and
    /// seen by the next store on the disk; this one takes no more.</summary>
    Interrupted,
}
