namespace HotPath.Dataflow.Plans;

/// <summary>Row time of a stored row, for merging bounded inputs.</summary>
/// <param name="rowAddress">Start of the row.</param>
/// <returns>Epoch milliseconds, or <see cref="long.MinValue"/> when it is NULL or cannot be computed.</returns>
public delegate long RowTimeKernel(nint rowAddress);
