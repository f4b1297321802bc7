namespace HotPath.Daemon.Reports;

/// <summary>What a sink got.</summary>
/// <param name="Name">Table name; <c>select-1</c>, ... for bare SELECTs; <c>dead-letters</c>.</param>
/// <param name="Produced">Rows produced for it. Unit: rows.</param>
/// <param name="Released">Rows handed to it. Unit: rows.</param>
/// <param name="Bytes">Bytes it wrote; 0 for sinks without bytes. Unit: bytes.</param>
/// <param name="Hash">Hash chain over its output, hexadecimal.</param>
/// <param name="Path">Its file, if it has one.</param>
internal sealed record SinkFigures(
    string Name, long Produced, long Released, long Bytes, string Hash, string? Path = null);
