using System;
using System.Collections.Generic;
using HotPath.Dataflow.Plans;

namespace HotPath.Operators.Windows;

/// <summary>
/// The watermarks of the partitions that one clock has rows of: it is the lowest of those that are not idle, and never
/// goes back.
/// </summary>
/// <remarks>
/// A partition counts from its first row on. When all are idle the watermark stays where it is. Threading:
/// single-threaded; owned by one clock. Allocates only for a partition that is new. Source: flink-semantics.md 2.1.
/// </remarks>
internal sealed class PartitionClocks
{
    private readonly Dictionary<(int Source, int Partition), int> _places = [];
    private readonly List<PartitionClock> _all = [];

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<PartitionClock> All => _all;

    /// <summary>Watermark of all of them; <see cref="long.MinValue"/> when none is active. Unit: ms.</summary>
    public long MergedMs { get; private set; } = long.MinValue;

    /// <summary>A row brings its partition's watermark.</summary>
    /// <param name="source">Index of the file.</param>
    /// <param name="partition">Client, or 0.</param>
    /// <param name="watermarkMs">Unit: ms.</param>
    /// <param name="ingestTimeMs">Ingest time of the row. Unit: ms.</param>
    /// <returns>Watermark of all of them. Unit: ms.</returns>
    public long Take(int source, int partition, long watermarkMs, long ingestTimeMs)
    {
        if (!_places.TryGetValue((source, partition), out int place))
        {
            Add(new PartitionClock(source, partition, watermarkMs, ingestTimeMs, IsIdle: false));
            return Merge();
        }

        PartitionClock old = _all[place];
        _all[place] = old with
        {
            WatermarkMs = Math.Max(old.WatermarkMs, watermarkMs),
            LastRowIngestMs = ingestTimeMs,
            IsIdle = false,
        };
        return old.IsIdle || old.WatermarkMs <= MergedMs ? Merge() : MergedMs;
    }

    /// <summary>A tick: who has been silent for too long is idle.</summary>
    /// <param name="ingestTimeMs">Ingest time of the tick. Unit: ms.</param>
    /// <param name="heldMs">For how long since the tick before ingress was held back. Unit: ms.</param>
    /// <param name="idleMs">Silence after which a partition is idle. Unit: ms.</param>
    /// <returns>Watermark of all of them. Unit: ms.</returns>
    public long Tick(long ingestTimeMs, long heldMs, long idleMs)
    {
        for (int i = 0; i < _all.Count; i++)
        {
            long lastMs = Math.Min(ingestTimeMs, _all[i].LastRowIngestMs + heldMs);
            bool isIdle = _all[i].IsIdle || ingestTimeMs - lastMs >= idleMs;
            _all[i] = _all[i] with { LastRowIngestMs = lastMs, IsIdle = isIdle };
        }

        return Merge();
    }

    /// <summary>Takes a partition back from a checkpoint.</summary>
    public void Restore(in PartitionClock partition)
    {
        Add(partition);
        Merge();
    }

    private void Add(in PartitionClock partition)
    {
        _places.Add((partition.Source, partition.Partition), _all.Count);
        _all.Add(partition);
    }

    private long Merge()
    {
        long lowestMs = long.MaxValue;
        foreach (PartitionClock partition in _all)
        {
            lowestMs = partition.IsIdle ? lowestMs : Math.Min(lowestMs, partition.WatermarkMs);
        }

        return MergedMs = lowestMs == long.MaxValue ? long.MinValue : lowestMs;
    }
}
