namespace HotPath.Daemon.Reports;

/// <summary>State hash at a mark: equal position, equal hash.</summary>
/// <param name="Position">Log position. Unit: bytes.</param>
/// <param name="Hash">Hash of the state entries changed since the last mark, hexadecimal.</param>
internal sealed record MarkFigures(long Position, string Hash);
