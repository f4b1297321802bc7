using System.Runtime.InteropServices;
using System.Threading;

namespace HotPath.Foundation.Memory;

/// <summary>
/// The only door to the native allocator. It counts calls and bytes, so that a test can prove that the steady
/// state makes none and that growth is reported.
/// </summary>
/// <remarks>Threading: any thread. Blocks are 64-byte aligned and zeroed.</remarks>
public sealed unsafe class NativeHeap
{
    /// <summary>Alignment of every block. Unit: bytes.</summary>
    public const int AlignmentBytes = 64;

    private long _allocatorCalls;
    private long _liveBytes;

    /// <summary>Calls to the native allocator so far, allocation and release. Unit: calls.</summary>
    public long AllocatorCalls => Volatile.Read(ref _allocatorCalls);

    /// <summary>Bytes held now. Unit: bytes.</summary>
    public long LiveBytes => Volatile.Read(ref _liveBytes);

    /// <summary>Takes a zeroed block.</summary>
    /// <param name="lengthBytes">Positive. Unit: bytes.</param>
    /// <returns>Address of the block.</returns>
    public nint Allocate(long lengthBytes)
    {
        Interlocked.Increment(ref _allocatorCalls);
        Interlocked.Add(ref _liveBytes, lengthBytes);
        void* block = NativeMemory.AlignedAlloc((nuint)lengthBytes, AlignmentBytes);
        NativeMemory.Clear(block, (nuint)lengthBytes);
        return (nint)block;
    }

    /// <summary>Gives a block back.</summary>
    /// <param name="address">As returned by <see cref="Allocate"/>; 0 is ignored.</param>
    /// <param name="lengthBytes">Length it was taken with. Unit: bytes.</param>
    public void Free(nint address, long lengthBytes)
    {
        if (address == 0)
        {
            return;
        }

        Interlocked.Increment(ref _allocatorCalls);
        Interlocked.Add(ref _liveBytes, -lengthBytes);
        NativeMemory.AlignedFree((void*)address);
    }
}
