namespace HotPath.Daemon.CommandLine;

/// <summary><c>hotpath explain</c>.</summary>
/// <param name="Session">The scripts.</param>
/// <param name="Engine">How a run of them would run.</param>
internal sealed record ExplainArguments(SessionArguments Session, EngineArguments Engine);
