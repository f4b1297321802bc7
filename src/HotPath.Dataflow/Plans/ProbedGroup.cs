using System;
using System.Collections.Generic;

namespace HotPath.Dataflow.Plans;

/// <summary>A group of keyed state when it gave an output.</summary>
/// <param name="Keys">Its keys in the checkpoint store: one; where windows share panes, one a pane, whether it has rows
/// or not; of a session also those of the sessions that it took in.</param>
/// <param name="StartMs">Start of its window, wall-clock; <see langword="null"/> without one. Unit: ms.</param>
/// <param name="EndMs">End of its window, wall-clock; <see langword="null"/> without one. Unit: ms.</param>
/// <param name="Content">Key columns and aggregates by name, a JSON object, UTF-8; <see langword="null"/> for ranked
/// and first rows, and behind a row that was late or failed.</param>
public sealed record ProbedGroup(
    IReadOnlyList<ReadOnlyMemory<byte>> Keys, long? StartMs, long? EndMs, ReadOnlyMemory<byte>? Content);
