using System;
using System.Collections.Generic;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.Checkpoints;

/// <summary>How much of a shard's state lies in memory, and where the rest is read.</summary>
/// <remarks>Threading: single-threaded; owned by one shard.</remarks>
internal sealed class StateLimit(long limitBytes, ICheckpointReader reader, string spillFolder) : IDisposable
{
    private readonly List<IResidentState> _all = [];

    /// <summary>Reads what was evicted.</summary>
    public ICheckpointReader Reader => reader;

    /// <summary>Where firings put what they read.</summary>
    public SpillFile Spill { get; } = new(spillFolder);

    /// <summary>Whether there is more in memory than there may be.</summary>
    public bool IsOver => ResidentBytes > limitBytes;

    /// <summary>Whether eviction goes on: a little further than to the limit, so that it does not begin at once anew.
    /// </summary>
    public bool IsAboveTarget => ResidentBytes > limitBytes - (limitBytes / 16);

    private long ResidentBytes
    {
        get
        {
            long bytes = 0;
            foreach (IResidentState state in _all)
            {
                bytes += state.ResidentBytes;
            }

            return bytes;
        }
    }

    /// <summary>Counts what an operator, or event ids, hold.</summary>
    public void Add(IResidentState state) => _all.Add(state);

    /// <inheritdoc/>
    public void Dispose() => Spill.Dispose();
}
