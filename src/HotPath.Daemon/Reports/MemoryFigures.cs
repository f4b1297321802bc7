namespace HotPath.Daemon.Reports;

/// <summary>Memory a run took.</summary>
/// <param name="NativeBytes">Native memory held at the end. Unit: bytes.</param>
/// <param name="AllocatorCalls">Calls into the native allocator. Unit: calls.</param>
/// <param name="ManagedBytes">Managed bytes allocated during the run. Unit: bytes.</param>
/// <param name="SpilledBytes">Finished rows that went through a file. Unit: bytes.</param>
internal sealed record MemoryFigures(long NativeBytes, long AllocatorCalls, long ManagedBytes, long SpilledBytes = 0);
