using HotPath.Disruptor.Agents;
using HotPath.Runtime.Jobs;

namespace HotPath.Benchmarks.Latency;

/// <summary>Options of a run that an operator can turn.</summary>
/// <param name="Options">As they are given to <c>hotpath run</c>.</param>
/// <param name="Idle">Of <c>--idle</c>.</param>
internal sealed record TuningStep(string Options, IdleMode Idle)
{
    /// <summary>Of <c>--threads</c>.</summary>
    public string Threads { get; init; } = "auto";

    /// <summary>Of <c>--pin</c>.</summary>
    public string Cores { get; init; } = ThreadPlacement.Off;

    /// <summary>Of <c>--nice</c>.</summary>
    public int Nice { get; init; }

    /// <summary>Of <c>--batch</c>. Unit: frames.</summary>
    public int BatchFrames { get; init; } = 256;
}
