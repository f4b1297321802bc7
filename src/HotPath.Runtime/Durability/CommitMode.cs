namespace HotPath.Runtime.Durability;

/// <summary>When an effect may be seen; what each may lose stands in specs/reliability.md 2.0.</summary>
public enum CommitMode
{
    /// <summary>Once the frames behind it are on this node's device.</summary>
    LocalSync = 0,

    /// <summary>At once; a crash may lose the newest frames and leaves effects of them behind.</summary>
    Async = 1,
}
