using System;

namespace HotPath.Runtime.Jobs;

/// <summary>
/// Has the youngest generation of the managed heap collected once some MiB have been allocated. Frames allocate
/// nothing, but checkpoints, journal segments and progress lines do, some 50 KB a second; the runtime would let
/// hundreds of MiB come together (as much as the processor has cache), which an operator cannot tell from a leak.
/// </summary>
/// <remarks>Threading: single-threaded; the thread that waits for the agents.</remarks>
internal sealed class YoungGeneration
{
    /// <summary>What may come together. Unit: bytes.</summary>
    public const long BudgetBytes = 4 * 1024 * 1024;

    private long _allocatedBytes = GC.GetTotalAllocatedBytes();

    /// <summary>Collects it if its budget is used up: some hundred microseconds, in which every thread stands still.
    /// </summary>
    public void CollectIfDue()
    {
        long allocatedBytes = GC.GetTotalAllocatedBytes();
        if (allocatedBytes - _allocatedBytes >= BudgetBytes)
        {
            _allocatedBytes = allocatedBytes;
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        }
    }
}
