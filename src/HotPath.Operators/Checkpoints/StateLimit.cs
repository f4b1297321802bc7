using System;
using System.Collections.Generic;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.Checkpoints;

/// <summary>How much of a shard's state lies in memory, and where the rest does.</summary>
/// <remarks>Threading: single-threaded; owned by one shard.</remarks>
internal sealed class StateLimit : IDisposable
{
    private readonly long _limitBytes;
    private readonly List<IResidentState> _all = [];
    private readonly SpillWriter _writer;

    /// <summary>Nothing held yet.</summary>
    /// <param name="limitBytes">What may lie in memory. Unit: bytes.</param>
    /// <param name="reader">Reads what was evicted.</param>
    /// <param name="spillFolder">Folder on a real disk with room.</param>
    public StateLimit(long limitBytes, ICheckpointReader reader, string spillFolder)
    {
        _limitBytes = limitBytes;
        Reader = reader;
        Spill = new SpillFile(spillFolder);
        Spilled = new NativeHeap(Spill);
        _writer = new SpillWriter(Spill);
    }

    /// <summary>Reads what was evicted.</summary>
    public ICheckpointReader Reader { get; }

    /// <summary>Where firings put what they read.</summary>
    public SpillFile Spill { get; }

    /// <summary>Where state lies that is never evicted, and what a mass firing removes.</summary>
    public NativeHeap Spilled { get; }

    /// <summary>Whether there is more in memory than there may be.</summary>
    public bool IsOver => ResidentBytes > _limitBytes;

    /// <summary>Whether eviction goes on: a little further than to the limit, so that it does not begin at once anew.
    /// </summary>
    public bool IsAboveTarget => ResidentBytes > _limitBytes - (_limitBytes / 16);

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
    public void Dispose()
    {
        _writer.Dispose();
        Spilled.ReleaseFile();
        Spill.Dispose();
    }
}
