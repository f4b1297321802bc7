namespace HotPath.Operators.Shards;

/// <summary>Where rows of a firing may go, at once or through later stages; dead letters apart, where all may.
/// </summary>
/// <param name="Sink">Index of the sink in the plan.</param>
/// <param name="Statement">
/// Id that those rows carry, if they come in the order of their numbers; 0 for rows that something else numbers.
/// </param>
internal readonly record struct FiringTarget(int Sink, int Statement);
