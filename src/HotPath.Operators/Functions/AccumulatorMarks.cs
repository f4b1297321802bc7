using System;

namespace HotPath.Operators.Functions;

/// <summary>
/// Which methods of a user's aggregate have thrown where no row could be dropped any more; its results fail from then
/// on. Part of the state: append only.
/// </summary>
[Flags]
public enum AccumulatorMarks
{
    /// <summary>None: the accumulator is sound.</summary>
    None = 0,

    /// <summary>A row that may be taken back was not taken.</summary>
    Accumulate = 1,

    /// <summary>A row was not taken back.</summary>
    Retract = 2,

    /// <summary>Another accumulator was not taken.</summary>
    Merge = 4,
}
