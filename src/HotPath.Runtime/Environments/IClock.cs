namespace HotPath.Runtime.Environments;

/// <summary>The clocks a node may read; no other code asks what time it is.</summary>
public interface IClock
{
    /// <summary>Wall clock: only to stamp ingest times. Unit: ms since the Unix epoch.</summary>
    long NowMs { get; }

    /// <summary>Monotonic clock: for durations. Unit: ns since an arbitrary start.</summary>
    long NowNs { get; }
}
