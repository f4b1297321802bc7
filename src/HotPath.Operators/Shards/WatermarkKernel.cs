using HotPath.Operators.Scalars;

namespace HotPath.Operators.Shards;

/// <summary>Compiled row time or watermark expression of a table.</summary>
/// <param name="row">Start of the stored row.</param>
/// <param name="context">Begun for this row.</param>
/// <returns>Epoch ms (wall-clock ms for TIMESTAMP), or <see cref="long.MinValue"/> for NULL or failure.</returns>
public delegate long WatermarkKernel(nint row, ScalarContext context);
