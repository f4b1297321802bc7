namespace HotPath.Daemon.CommandLine;

/// <summary><c>hotpath why</c>.</summary>
/// <param name="DataDirectory">Data directory.</param>
/// <param name="SilentMs">For how long nothing may come, or move, before it is told. Unit: ms.</param>
/// <param name="IsJson">Whether the answer is JSON.</param>
internal sealed record WhyArguments(string DataDirectory, long SilentMs, bool IsJson);
