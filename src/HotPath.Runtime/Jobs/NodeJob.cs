using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Replays;

namespace HotPath.Runtime.Jobs;

/// <summary>What a node is to run.</summary>
public sealed record NodeJob
{
    /// <summary>The compiled script.</summary>
    public required IJobPlan Plan { get; init; }

    /// <summary>Opens sources and sinks.</summary>
    public required IConnectors Connectors { get; init; }

    /// <summary>How to run it.</summary>
    public required JobOptions Options { get; init; }

    /// <summary>Shards; 0 for an import, which only records.</summary>
    public required int ShardCount { get; init; }

    /// <summary>Journal and checkpoint store; <see langword="null"/> for a run in memory.</summary>
    public DurableOptions? Durable { get; init; }

    /// <summary>The log to feed instead of reading sources; <see langword="null"/> for a live run.</summary>
    public string? ReplayPath { get; init; }

    /// <summary>The journal to feed instead of reading sources; <see langword="null"/> for a live run.</summary>
    public JournalReplay? Journal { get; init; }
}
