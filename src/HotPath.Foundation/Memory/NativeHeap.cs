using System.Runtime.InteropServices;
using System.Threading;

namespace HotPath.Foundation.Memory;

/// <summary>
/// The only door to the native allocator. It counts calls and bytes, so that a test can prove that the steady
/// state makes none and that growth is reported.
/// </summary>
/// <remarks>
/// Threading: any thread; one thread with a file. Blocks are 64-byte aligned and zeroed.
/// </remarks>
public sealed unsafe class NativeHeap
{
    /// <summary>Alignment of every block. Unit: bytes.</summary>
    public const int AlignmentBytes = 64;

    private readonly SpilledBlocks? _spilled;
    private long _allocatorCalls;
    private long _liveBytes;

    /// <summary>A heap in memory.</summary>
    public NativeHeap()
    {
    }

    /// <summary>A heap in a file, so that the kernel may write it out; in memory while the disk has no room.</summary>
    /// <param name="file">Where blocks lie; outlives the heap.</param>
    public NativeHeap(SpillFile file) => _spilled = new SpilledBlocks(file);

    /// <summary>Calls to the native allocator so far, allocation and release. Unit: calls.</summary>
    public long AllocatorCalls => Volatile.Read(ref _allocatorCalls);

    /// <summary>Bytes held now, in a file or in memory. Unit: bytes.</summary>
    public long LiveBytes => Volatile.Read(ref _liveBytes);

    /// <summary>Takes a zeroed block.</summary>
    /// <param name="lengthBytes">Positive. Unit: bytes.</param>
    /// <returns>Address of the block.</returns>
    public nint Allocate(long lengthBytes)
    {
        Interlocked.Increment(ref _allocatorCalls);
        Interlocked.Add(ref _liveBytes, lengthBytes);
        nint spilled = _spilled?.Take(lengthBytes) ?? 0;
        if (spilled != 0)
        {
            return spilled;
        }

        if (HugePages.Holds(lengthBytes))
        {
            return HugePages.Map(lengthBytes);
        }

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
        if (_spilled?.TryReturn(address) == true)
        {
            return;
        }

        if (HugePages.Holds(lengthBytes))
        {
            HugePages.Unmap(address, lengthBytes);
        }
        else
        {
            NativeMemory.AlignedFree((void*)address);
        }
    }

    /// <summary>Gives up what lies in a file; nothing of it is used any more.</summary>
    public void ReleaseFile() => _spilled?.Release();
}
