namespace HotPath.Operators.Shards;

/// <summary>Places where a mutation test may lose or double a row inside a shard.</summary>
public enum ShardFault
{
    /// <summary>The row is counted as delivered and then lost.</summary>
    DropDelivered = 0,

    /// <summary>The row is applied twice and counted once.</summary>
    DoubleApplied = 1,

    /// <summary>
    /// Entries change during a checkpoint without their old image being saved; asked for once, at position 0.
    /// </summary>
    SkipCopyBeforeWrite = 2,

    /// <summary>
    /// Nothing goes wrong: asked while a row is evaluated, so that a test may end the process there.
    /// </summary>
    Evaluation = 3,

    /// <summary>
    /// Nothing goes wrong: asked while a window's result is evaluated, with the position of the frame that fires it
    /// plus the number of the result there.
    /// </summary>
    Result = 4,

    /// <summary>The row is counted as received by the event ids and then lost.</summary>
    DropReceived = 10,

    /// <summary>The row is looked up twice among the event ids and counted once.</summary>
    DoubleReceived = 11,

    /// <summary>The row is admitted by the event ids and then lost.</summary>
    DropAdmitted = 12,

    /// <summary>The row is found to be a copy, or stale, and goes on to the statements all the same.</summary>
    PassRefused = 13,

    /// <summary>The row is found to be stale, and its dead letter is lost.</summary>
    DropStaleLetter = 14,

    /// <summary>The row is counted as late, and is lost on its way to the late output.</summary>
    DropLate = 15,

    /// <summary>The row goes to the late output twice.</summary>
    DoubleLate = 16,
}
