using System;
using System.Collections.Generic;
using System.IO;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Disruptor.Agents;
using HotPath.Foundation.Errors;
using HotPath.Journal.Frames;
using HotPath.Runtime.Latency;

namespace HotPath.Runtime.Jobs;

/// <summary>How a job is run. No option here changes any result.</summary>
public sealed record JobOptions
{
    /// <summary>Which agents share a thread; see <see cref="Disruptor.Agents.ThreadPlan"/>. Default: auto.</summary>
    public string ThreadPlan { get; init; } = "auto";

    /// <summary>What a thread of the plan does without work; may be changed while the job runs. Default: backs off.
    /// </summary>
    public IdleSwitch Idle { get; init; } = new();

    /// <summary>Cores that the threads are kept on; see <see cref="ThreadPlacement"/>. Default: off.</summary>
    public string Cores { get; init; } = ThreadPlacement.Off;

    /// <summary>How much the threads give way to others. Range: -20 to 19. Default: 0, as the process.</summary>
    public int Nice { get; init; }

    /// <summary>Called with the setup before the threads start.</summary>
    public Action<ThreadSetup>? OnThreads { get; init; }

    /// <summary>Told what a user should know; from any thread.</summary>
    public Action<string>? OnNotice { get; init; }

    /// <summary>
    /// Frames an agent takes at most in one duty cycle. Unit: frames. Range: 1 to 65,536. Default: 256.
    /// </summary>
    public int BatchFrames { get; init; } = 256;

    /// <summary>Shards. Range: 0 (from the thread plan or the processors) to 64. Default: 0.</summary>
    public int ShardCount { get; init; }

    /// <summary>
    /// Room in the ring. Unit: bytes. Range: power of two, at least 4096 and twice the largest frame. Default: 8 MiB.
    /// </summary>
    public long RingBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>
    /// Finished rows of a shard beyond which it takes no frame. Unit: bytes. Range: positive. Default: 64 MiB.
    /// </summary>
    public long OutputArenaLimitBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Finished rows of a shard that memory holds; a firing with more takes the rest to a file. Unit: bytes. Range:
    /// positive. Default: 64 MiB.
    /// </summary>
    public long OutputArenaMemoryBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Folder of that file, which has no name and goes with the process. Default: the system's folder for temporary
    /// files (TMPDIR).
    /// </summary>
    public string SpillFolder { get; init; } = Path.GetTempPath();

    /// <summary>Largest frame; a larger row is rejected. Unit: bytes. Range: 512 to 128 MiB. Default: 1 MiB.</summary>
    public int FrameBytesMax { get; init; } = 1024 * 1024;

    /// <summary>
    /// Rows of one unit of a window firing, and of a sink that egress releases beside it before it looks at the others:
    /// what an event of another tenant may have to wait for. Unit: rows. Range: positive. Default: 32.
    /// </summary>
    public int FiringUnitRows { get; init; } = 32;

    /// <summary>
    /// State entries that a shard hands to a checkpoint in one duty cycle. Unit: entries. Range: positive. Default:
    /// 256.
    /// </summary>
    public int CheckpointSliceEntries { get; init; } = 256;

    /// <summary>
    /// Old images of changed entries that a shard may hold until the checkpoint has them; beyond it frames wait. Unit:
    /// bytes. Range: positive. Default: 64 MiB.
    /// </summary>
    public long CheckpointImageBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// State entries that a shard looks at for eviction in one duty cycle. Unit: entries. Range: positive. Default:
    /// 1024.
    /// </summary>
    public int EvictionUnitEntries { get; init; } = 1024;

    /// <summary>Changed entries of an operator that a shard leaves to be hashed at the next mark, fewer as that comes
    /// near; more it hashes between frames. Unit: entries.</summary>
    public int MarkEntriesMax { get; init; } = 16 * 1024;

    /// <summary>Whether every event's latency is measured. Default: no.</summary>
    public bool MeasuresLatency { get; init; }

    /// <summary>Hears what the operators of the one shard do; <see langword="null"/> but for explanations.</summary>
    public IShardProbe? Probe { get; init; }

    /// <summary>Where the log is recorded; <see langword="null"/> for not at all.</summary>
    public string? RecordPath { get; init; }

    /// <summary>
    /// Whether the rows of all sinks are released in one order, for who writes them into one place. Sinks wait for each
    /// other then. Default: each sink by itself.
    /// </summary>
    public bool ReleasesInOneOrder { get; init; }

    /// <summary>Called on the thread that runs the job.</summary>
    public Action<JobProgress>? OnProgress { get; init; }

    /// <summary>Time between two calls of <see cref="OnProgress"/>. Unit: ms. Range: positive. Default: 1000.</summary>
    public int ProgressIntervalMs { get; init; } = 1000;

    /// <summary>Checks every option.</summary>
    /// <exception cref="HotPathException">HP1001: all problems at once.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        Check(
            problems,
            BatchFrames is >= 1 and <= ArrivalTrail.Capacity,
            $"batch {BatchFrames}: must be 1 to {ArrivalTrail.Capacity} frames");
        Check(problems, FrameBytesMax is >= 512 and <= 128 * 1024 * 1024,
            $"largest frame {FrameBytesMax}: must be 512 to 134217728 bytes");
        int frameBytesMax = Math.Max(FrameBytesMax, FrameDescriptor.HeaderBytes + SourceRecord.RawBytesMax);
        Check(
            problems,
            RingBytes >= 4L * frameBytesMax && (RingBytes & (RingBytes - 1)) == 0,
            $"ring {RingBytes}: must be a power of two, at least four times the largest frame ({frameBytesMax} bytes): "
            + "a record goes in together with the name of its tenant");
        Check(problems, OutputArenaLimitBytes > 0, $"output arena limit {OutputArenaLimitBytes}: must be positive");
        Check(problems, OutputArenaMemoryBytes > 0, $"output arena memory {OutputArenaMemoryBytes}: must be positive");
        Check(problems, Nice is >= -20 and <= 19, $"nice {Nice}: must be -20 to 19");
        Check(problems, FiringUnitRows > 0, $"firing unit {FiringUnitRows}: must be positive");
        Check(problems, CheckpointSliceEntries > 0, $"checkpoint slice {CheckpointSliceEntries}: must be positive");
        Check(problems, CheckpointImageBytesMax > 0, $"checkpoint images {CheckpointImageBytesMax}: must be positive");
        Check(problems, EvictionUnitEntries > 0, $"eviction unit {EvictionUnitEntries}: must be positive");
        Check(problems, MarkEntriesMax >= 0, $"entries left to a mark {MarkEntriesMax}: must not be negative");
        Check(problems, ProgressIntervalMs > 0, $"progress interval {ProgressIntervalMs}: must be positive");
        if (problems.Count > 0)
        {
            throw new HotPathException(ErrorCode.ConfigurationInvalid, string.Join("; ", problems));
        }
    }

    private static void Check(List<string> problems, bool holds, string problem)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}
