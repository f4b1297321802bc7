using System;

namespace HotPath.Dataflow.Plans;

/// <summary>A group of keyed state when it gave an output.</summary>
/// <param name="Key">Its key in the checkpoint store.</param>
/// <param name="StartMs">Start of its window, wall-clock; <see langword="null"/> without one. Unit: ms.</param>
/// <param name="EndMs">End of its window, wall-clock; <see langword="null"/> without one. Unit: ms.</param>
/// <param name="Content">Key columns and aggregates by name, a JSON object, UTF-8.</param>
public sealed record ProbedGroup(ReadOnlyMemory<byte> Key, long? StartMs, long? EndMs, ReadOnlyMemory<byte> Content);
