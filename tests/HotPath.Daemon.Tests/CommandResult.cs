namespace HotPath.Daemon.Tests;

/// <summary>What a process left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors);
