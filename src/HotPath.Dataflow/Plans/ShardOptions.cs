using System.IO;
using HotPath.Dataflow.Checkpoints;
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

    /// <summary>
    /// Reads state that lies in the checkpoint store alone; <see langword="null"/> where there is none.
    /// </summary>
    public ICheckpointReader? StateReader { get; init; }

    /// <summary>
    /// State in memory beyond which entries that the store holds are evicted. Unit: bytes. Default: 0, no limit.
    /// </summary>
    public long StateMemoryBytes { get; init; }

    /// <summary>
    /// Folder on a real disk for state that is not evicted, and for what firings set aside. Default: the system's
    /// (TMPDIR).
    /// </summary>
    public string SpillFolder { get; init; } = Path.GetTempPath();

    /// <summary>Hears what the operators do; <see langword="null"/> but for explanations.</summary>
    public IShardProbe? Probe { get; init; }

    /// <summary>
    /// Where the shard notes what it evaluates: <see cref="EvaluationNote.LengthBytes"/> zeroed bytes that outlive the
    /// shard, or 0 for nowhere.
    /// </summary>
    public nint NoteAddress { get; init; }

    /// <summary>Rows of one unit of a window firing. Unit: rows.</summary>
    public int FiringUnitRows { get; init; } = 4096;

    /// <summary>
    /// What rows may take that wait for a firing of their tenant; with more of them it is worked off at once. Unit:
    /// bytes.
    /// </summary>
    public long HeldBytesMax { get; init; } = 16 * 1024 * 1024;
}
