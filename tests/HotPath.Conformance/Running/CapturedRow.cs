namespace HotPath.Conformance.Running;

/// <summary>A row as a sink received it.</summary>
/// <param name="Position">Position of the frame that caused it. Unit: bytes.</param>
/// <param name="Sink">Name of the sink.</param>
/// <param name="Fields">Op, then values, as <c>--output csv</c> writes them.</param>
public sealed record CapturedRow(long Position, string Sink, string[] Fields);
