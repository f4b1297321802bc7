using HotPath.Disruptor.Agents;
using HotPath.Runtime.Jobs;

namespace HotPath.Daemon.CommandLine;

/// <summary>How the engine runs. None of it changes results.</summary>
internal sealed record EngineArguments
{
    /// <summary>Thread plan, or <c>auto</c>.</summary>
    public required string Threads { get; init; }

    /// <summary>Shards; 0 chooses from the cores.</summary>
    public required int Shards { get; init; }

    /// <summary>Most frames a stage takes in one turn. Unit: frames.</summary>
    public required int BatchFrames { get; init; }

    /// <summary>What threads of the plan do without work.</summary>
    public IdleMode Idle { get; init; }

    /// <summary>Cores that they are kept on: <c>auto</c>, <c>off</c> or a list.</summary>
    public string Cores { get; init; } = ThreadPlacement.Auto;

    /// <summary>How much they give way to others.</summary>
    public int Nice { get; init; }

    /// <summary>The same for the runtime.</summary>
    /// <returns>Options of a job.</returns>
    public JobOptions Options() => new()
    {
        ThreadPlan = Threads,
        ShardCount = Shards,
        BatchFrames = BatchFrames,
        Idle = new IdleSwitch(Idle),
        Cores = Cores,
        Nice = Nice,
    };
}
