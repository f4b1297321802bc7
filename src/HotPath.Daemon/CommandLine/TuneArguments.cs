using HotPath.Disruptor.Agents;

namespace HotPath.Daemon.CommandLine;

/// <summary><c>hotpath tune</c>.</summary>
/// <param name="DataDirectory">Data directory of the node.</param>
/// <param name="Idle">What its threads are to do without work.</param>
internal sealed record TuneArguments(string DataDirectory, IdleMode Idle);
