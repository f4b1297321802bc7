using System;

namespace HotPath.Dataflow.Checkpoints;

/// <summary>Takes one record of a checkpoint; both spans are valid during the call.</summary>
/// <param name="key">Layout in <see cref="StateKey"/>.</param>
/// <param name="value">The value, verified.</param>
public delegate void StateVisitor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);
