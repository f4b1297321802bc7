using System;
using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.Pipeline;

/// <summary>What the calling thread allocates between two moments, and the whole job of native memory.</summary>
/// <param name="heap">The job's native heap.</param>
internal sealed class AllocationCount(NativeHeap heap)
{
    private long _bytes;
    private long _calls;
    private int _collections;

    /// <summary>Managed bytes of the thread. Unit: bytes.</summary>
    public long ManagedBytes { get; private set; }

    /// <summary>Calls of the native allocator. Unit: calls.</summary>
    public long AllocatorCalls { get; private set; }

    /// <summary>Collections of the youngest generation. Unit: collections.</summary>
    public int Collections { get; private set; }

    /// <summary>Counts from here.</summary>
    public void Begin()
    {
        _collections = GC.CollectionCount(0);
        _calls = heap.AllocatorCalls;
        _bytes = GC.GetAllocatedBytesForCurrentThread();
    }

    /// <summary>Counts to here.</summary>
    public void End()
    {
        ManagedBytes = GC.GetAllocatedBytesForCurrentThread() - _bytes;
        AllocatorCalls = heap.AllocatorCalls - _calls;
        Collections = GC.CollectionCount(0) - _collections;
    }
}
