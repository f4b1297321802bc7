namespace HotPath.Journal.Log;

/// <summary>What a sink got in a run, for comparing another run with it.</summary>
/// <param name="Name">Name of the sink.</param>
/// <param name="Rows">Rows handed to it. Unit: rows.</param>
/// <param name="LengthBytes">Bytes it produced. Unit: bytes.</param>
/// <param name="ChainHash">Running hash of its output.</param>
public sealed record SinkDigest(string Name, long Rows, long LengthBytes, ulong ChainHash);
