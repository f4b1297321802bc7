using System.Threading;

namespace HotPath.Disruptor.Rings;

/// <summary>The fence of the machine.</summary>
internal readonly struct FullFence : IFence
{
    /// <inheritdoc/>
    public static void Full() => Interlocked.MemoryBarrier();
}
