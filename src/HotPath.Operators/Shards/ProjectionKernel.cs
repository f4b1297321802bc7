using HotPath.Operators.Scalars;

namespace HotPath.Operators.Shards;

/// <summary>Compiled WHERE and SELECT list of a stateless statement.</summary>
/// <param name="row">Start of the stored row.</param>
/// <param name="context">Begun for this row.</param>
/// <param name="output">Receives at most one row.</param>
/// <returns>Applied, Filtered or Failed.</returns>
public delegate RowOutcome ProjectionKernel(nint row, ScalarContext context, OutputWriter output);
