namespace HotPath.Daemon.CommandLine;

/// <summary><c>hotpath journal</c>.</summary>
/// <param name="View">What to show.</param>
/// <param name="DataPath">Data directory.</param>
internal sealed record JournalArguments(JournalView View, string DataPath);
