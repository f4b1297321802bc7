namespace HotPath.Daemon.CommandLine;

/// <summary><c>hotpath top</c>.</summary>
/// <param name="DataDirectory">Data directory of the node.</param>
/// <param name="IsOnce">Whether it is shown once.</param>
internal sealed record TopArguments(string DataDirectory, bool IsOnce);
