using HotPath.Generator;
using HotPath.Generator.Nexmark;

namespace HotPath.Daemon.CommandLine;

/// <summary><c>hotpath nexmark</c>.</summary>
/// <param name="Output">File, or <c>-</c> for standard output.</param>
/// <param name="Format">csv or json.</param>
/// <param name="Options">What is made.</param>
/// <param name="Rate">Open-loop rate; 0 for as fast as possible. Unit: events/s.</param>
/// <param name="IsQuiet">Whether nothing is said about it.</param>
internal sealed record NexmarkArguments(
    string Output, DataFormat Format, NexmarkOptions Options, int Rate, bool IsQuiet);
