namespace HotPath.Dataflow.Ports;

/// <summary>How far the records of a client stand in the log.</summary>
/// <param name="Client">Name of the client.</param>
/// <param name="Sequence">Number of its newest record there.</param>
public readonly record struct ClientCursor(string Client, long Sequence);
