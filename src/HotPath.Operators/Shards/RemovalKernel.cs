namespace HotPath.Operators.Shards;

/// <summary>Compiled undo of a <see cref="MergeKernel"/>, where every aggregate has one.</summary>
/// <param name="target">State entry into which the source was merged.</param>
/// <param name="source">State entry that stays what it is.</param>
public delegate void RemovalKernel(nint target, nint source);
