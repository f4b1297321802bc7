using System.Collections.Generic;

namespace HotPath.Daemon.CommandLine;

/// <summary>The scripts of one session and what is put into them.</summary>
/// <param name="Scripts">Paths, in order.</param>
/// <param name="Variables">Values of <c>${NAME}</c>.</param>
internal sealed record SessionArguments(IReadOnlyList<string> Scripts, IReadOnlyDictionary<string, string> Variables);
