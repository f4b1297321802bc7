namespace HotPath.Dataflow.Ports;

/// <summary>How far a sink has got: what a checkpoint keeps of it, and where the next life of it goes on.</summary>
/// <param name="Rows">Rows taken. Unit: rows.</param>
/// <param name="LengthBytes">Bytes produced, buffered or written; a header row counts. Unit: bytes.</param>
/// <param name="ChainHash">
/// Running hash of those bytes (or, for a sink without bytes, of the rows): equal for equal output.
/// </param>
public readonly record struct SinkCursor(long Rows, long LengthBytes, ulong ChainHash);
