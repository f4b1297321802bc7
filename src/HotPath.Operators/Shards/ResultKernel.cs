using HotPath.Operators.Scalars;

namespace HotPath.Operators.Shards;

/// <summary>Compiled HAVING and SELECT list over one fired group.</summary>
/// <param name="entry">State entry: its key and its accumulators.</param>
/// <param name="windowStartMs">Local wall-clock start. Unit: ms.</param>
/// <param name="windowEndMs">Local wall-clock end. Unit: ms.</param>
/// <param name="context">Begun for this result.</param>
/// <param name="output">Receives at most one row.</param>
/// <returns>Applied, Filtered or Failed.</returns>
public delegate RowOutcome ResultKernel(
    nint entry,
    long windowStartMs,
    long windowEndMs,
    ScalarContext context,
    OutputWriter output);
