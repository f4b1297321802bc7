using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;

namespace HotPath.Daemon.Explanations;

/// <summary>An output that was looked for.</summary>
/// <param name="Identity">Its identity.</param>
/// <param name="Sink">Where it went.</param>
/// <param name="Number">Which row of the sink it is, from 1. Unit: rows.</param>
/// <param name="Row">The row as a JSON object.</param>
internal sealed record CapturedOutput(OutputIdentity Identity, SinkDefinition Sink, long Number, string Row);
