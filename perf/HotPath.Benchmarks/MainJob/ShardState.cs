using System;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.MainJob;

/// <summary>The only shard of a job, its memory, and its rows, which nobody wants.</summary>
internal sealed class ShardState : IDisposable
{
    private readonly OutputArena _outputs;
    private readonly long _emptyBytes;

    public ShardState(IJobPlan plan)
    {
        _outputs = new OutputArena(Heap);
        Shard = plan.CreateShard(new ShardOptions { Index = 0, Count = 1, Heap = Heap, Outputs = _outputs });
        _emptyBytes = Heap.LiveBytes;
    }

    public NativeHeap Heap { get; } = new();

    public IShardProgram Shard { get; }

    /// <summary>What it has taken beyond an empty one. Unit: bytes.</summary>
    public long Bytes => Heap.LiveBytes - _emptyBytes;

    /// <summary>Fires what is due, and forgets what comes out.</summary>
    public void Drain()
    {
        while (Shard.RunPendingUnit())
        {
            Release();
        }

        Release();
    }

    public void Dispose()
    {
        Shard.Dispose();
        _outputs.Dispose();
    }

    private void Release()
    {
        while (_outputs.TryRead(out OutputRecord record))
        {
            _outputs.Release(record);
        }
    }
}
