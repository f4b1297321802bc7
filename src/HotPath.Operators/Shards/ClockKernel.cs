using HotPath.Operators.Scalars;

namespace HotPath.Operators.Shards;

/// <summary>
/// Compiled event time of a table: checks the row time and computes the watermark that the row carries, in one pass.
/// </summary>
/// <param name="row">Start of the stored row.</param>
/// <param name="context">Begun for this row.</param>
/// <returns>
/// The watermark, in epoch ms (wall-clock ms for TIMESTAMP); 0 when its expression is NULL or fails, since watermarks
/// at or below 0 are never emitted; <see cref="long.MinValue"/> when the row time is NULL, cannot be computed or is too
/// far ahead: then the row fails.
/// </returns>
public delegate long ClockKernel(nint row, ScalarContext context);
