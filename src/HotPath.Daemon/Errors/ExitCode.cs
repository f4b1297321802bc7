namespace HotPath.Daemon.Errors;

/// <summary>What the process tells its caller. Stable, documented in scripts/README.md.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>A broken invariant, an unbalanced ledger, no memory, a bug.</summary>
    Internal = 1,

    /// <summary>Command line, configuration or script.</summary>
    Usage = 2,

    /// <summary>An input cannot be opened or read.</summary>
    Input = 3,

    /// <summary>An output cannot be opened or written.</summary>
    Output = 4,

    /// <summary>A recorded log is damaged or cut short.</summary>
    LogDamaged = 5,

    /// <summary>A replay gave other outputs or state than the recorded run.</summary>
    ReplayDiverged = 6,

    /// <summary>A row failed and 'hotpath.on-error' is 'fail'.</summary>
    RowFailed = 7,

    /// <summary>A sync of the journal or the state failed; the data directory is suspect.</summary>
    SyncFailed = 8,

    /// <summary>Durable state or journal is damaged.</summary>
    StateDamaged = 9,

    /// <summary>The data directory belongs to another plan or process.</summary>
    DataDirectoryRefused = 10,

    /// <summary>A node does not answer.</summary>
    NodeUnreachable = 11,

    /// <summary>A node ended a connection, or cannot go on where the client stands.</summary>
    ConnectionRefused = 12,

    /// <summary>Ctrl-C: 128 + SIGINT, as shells do.</summary>
    Interrupted = 130,

    /// <summary>SIGTERM: 128 + SIGTERM, as shells do.</summary>
    Terminated = 143,
}
