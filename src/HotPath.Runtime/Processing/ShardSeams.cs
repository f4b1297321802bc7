using HotPath.Dataflow.Checkpoints;
using HotPath.Disruptor.Rings;
using HotPath.Runtime.Durability;

namespace HotPath.Runtime.Processing;

/// <summary>What a shard of a durable node, or of a replay, is given besides its frames.</summary>
public sealed record ShardSeams
{
    /// <summary>A shard of a run in memory.</summary>
    public static readonly ShardSeams None = new();

    /// <summary>Where checkpoints meet; <see langword="null"/> for no checkpoints.</summary>
    public CheckpointBoard? Checkpoints { get; init; }

    /// <summary>Reads evicted state; <see langword="null"/> where nothing is evicted.</summary>
    public ICheckpointReader? StateReader { get; init; }

    /// <summary>
    /// Folder on a real disk for state that memory does not hold; <see langword="null"/> for that of output rows.
    /// </summary>
    public string? StateFolder { get; init; }

    /// <summary>Position up to which the journal is on the device; <see langword="null"/> without one.</summary>
    public Sequence? Durable { get; init; }

    /// <summary>Notes and caution; <see langword="null"/> for neither.</summary>
    public PoisonWatch? Poison { get; init; }
}
