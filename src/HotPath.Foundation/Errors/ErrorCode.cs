namespace HotPath.Foundation.Errors;

/// <summary>Stable numbers of what can go wrong. Append only; a retired number is never reused.</summary>
public enum ErrorCode
{
    /// <summary>Not an error; catches a default value.</summary>
    None = 0,

    /// <summary>
    /// HP1001. A setting, table option or command-line value is invalid. Domain: caller. Retry: never; correct it.
    /// </summary>
    ConfigurationInvalid = 1001,

    /// <summary>
    /// HP1002. A script has errors; each is listed with its place. Domain: caller. Retry: never; correct the script.
    /// </summary>
    ScriptInvalid = 1002,

    /// <summary>
    /// HP1003. A script uses something outside the dialect. Domain: caller. Retry: never; rewrite the query.
    /// </summary>
    NotSupported = 1003,

    /// <summary>
    /// HP1004. An SBE schema, or values for one of its messages, are invalid. Domain: caller. Retry: never; correct
    /// them.
    /// </summary>
    SbeInvalid = 1004,

    /// <summary>
    /// HP2001. An input could not be opened or read. Domain: external. Retry: after the input is back.
    /// </summary>
    InputUnreadable = 2001,

    /// <summary>
    /// HP2002. A sink could not be opened or written (full disk, directory in the way). Domain: external. Retry: after
    /// it is mended.
    /// </summary>
    OutputUnwritable = 2002,

    /// <summary>
    /// HP2003. A recorded log is damaged or cut short. Domain: external. Retry: never; use another copy.
    /// </summary>
    LogCorrupt = 2003,

    /// <summary>
    /// HP2004. A row failed and 'hotpath.on-error' is 'fail'. Domain: caller. Retry: never; mend the row or the query.
    /// </summary>
    RowFailed = 2004,

    /// <summary>
    /// HP2005. A replay gave other outputs or state than the recorded run. Domain: internal. Retry: never; report it.
    /// </summary>
    ReplayDiverged = 2005,

    /// <summary>
    /// HP2006. The device did not take a write that it was asked to make durable. What was written since the last good
    /// sync may be lost although the system shows it. Domain: external. Retry: never in the same process.
    /// </summary>
    SyncFailed = 2006,

    /// <summary>
    /// HP2007. No space is left on a volume that the node must write. Domain: external. Retry: once there is space.
    /// </summary>
    DiskFull = 2007,

    /// <summary>
    /// HP2008. Durable state or journal is damaged where it was known to be whole. Domain: external. Retry: never; use
    /// a kept snapshot or another copy.
    /// </summary>
    StateCorrupt = 2008,

    /// <summary>
    /// HP2009. A data directory belongs to another plan, or another process holds it. Domain: caller. Retry: with the
    /// plan it was made with, or another directory.
    /// </summary>
    DataDirectoryRefused = 2009,

    /// <summary>HP2010. A node does not answer. Domain: external. Retry: once it runs; nothing is lost.</summary>
    NodeUnreachable = 2010,

    /// <summary>
    /// HP2011. A node ended a connection, or cannot go on where the client stands; it says why. Domain: caller. Retry:
    /// after what the message names is mended.
    /// </summary>
    ConnectionRefused = 2011,

    /// <summary>
    /// HP3001. An invariant is broken; the process stops before it writes. Domain: internal. Retry: never; report it.
    /// </summary>
    InvariantBroken = 3001,

    /// <summary>HP3002. The ledger does not balance. Domain: internal. Retry: never; report it.</summary>
    LedgerUnbalanced = 3002,

    /// <summary>
    /// HP3003. Native memory or address space could not be had. Domain: external. Retry: with more memory.
    /// </summary>
    OutOfMemory = 3003,
}
