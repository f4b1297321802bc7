using HotPath.Dataflow.Outputs;
using HotPath.Foundation.Memory;

namespace HotPath.Dataflow.Plans;

/// <summary>What a shard is given at its start.</summary>
public sealed record ShardOptions
{
    /// <summary>Which shard, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>How many there are. Results do not depend on it.</summary>
    public required int Count { get; init; }

    /// <summary>Where state comes from.</summary>
    public required NativeHeap Heap { get; init; }

    /// <summary>Where finished rows go.</summary>
    public required OutputArena Outputs { get; init; }

    /// <summary>Rows of one unit of a window firing. Unit: rows.</summary>
    public int FiringUnitRows { get; init; } = 4096;
}
