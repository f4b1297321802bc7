using System.Collections.Generic;
using HotPath.Foundation.Errors;

namespace HotPath.Foundation.Memory;

/// <summary>
/// Blocks of a heap in a file that the kernel may write out: small ones are carved from extents, and used again by
/// length; large ones have an extent of their own.
/// </summary>
/// <remarks>
/// The kernel maps a limited number of extents for a process (65,530 by default), so a block of 256 KiB has none to
/// itself. Threading: single-threaded; owned by one heap.
/// </remarks>
internal sealed class SpilledBlocks(SpillFile file)
{
    private const long ExtentBytes = 4 * 1024 * 1024;
    private const long CarvedBytesMax = ExtentBytes / 4;

    private readonly Dictionary<nint, (long Offset, long LengthBytes)> _extents = [];
    private readonly Dictionary<nint, long> _carved = [];
    private readonly Dictionary<long, Stack<nint>> _free = [];
    private nint _next;
    private long _leftBytes;

    /// <summary>Takes a zeroed block.</summary>
    /// <param name="lengthBytes">Positive. Unit: bytes.</param>
    /// <returns>Its address, or 0 when the disk has no room.</returns>
    public nint Take(long lengthBytes)
    {
        long rounded = (lengthBytes + NativeHeap.AlignmentBytes - 1) & -NativeHeap.AlignmentBytes;
        if (rounded > CarvedBytesMax)
        {
            return TakeExtent(rounded);
        }

        if (_free.TryGetValue(rounded, out Stack<nint>? blocks) && blocks.TryPop(out nint used))
        {
            Raw.Clear(used, (int)rounded);
            _carved.Add(used, rounded);
            return used;
        }

        if (_leftBytes < rounded)
        {
            nint extent = TakeExtent(ExtentBytes);
            if (extent == 0)
            {
                return 0;
            }

            _next = extent;
            _leftBytes = ExtentBytes;
        }

        nint block = _next;
        _next += (nint)rounded;
        _leftBytes -= rounded;
        _carved.Add(block, rounded);
        return block;
    }

    /// <summary>Gives a block back, if it is one of these.</summary>
    /// <param name="address">Any address.</param>
    /// <returns>Whether it is.</returns>
    public bool TryReturn(nint address)
    {
        if (_carved.Remove(address, out long carvedBytes))
        {
            if (!_free.TryGetValue(carvedBytes, out Stack<nint>? blocks))
            {
                _free.Add(carvedBytes, blocks = new Stack<nint>());
            }

            blocks.Push(address);
            return true;
        }

        if (!_extents.Remove(address, out (long Offset, long LengthBytes) extent))
        {
            return false;
        }

        file.Return(address, extent.Offset, extent.LengthBytes);
        return true;
    }

    /// <summary>Gives every extent back; no block is used any more.</summary>
    public void Release()
    {
        foreach ((nint address, (long offset, long lengthBytes)) in _extents)
        {
            file.Return(address, offset, lengthBytes);
        }

        _extents.Clear();
        _carved.Clear();
        _free.Clear();
        _leftBytes = 0;
    }

    private nint TakeExtent(long lengthBytes)
    {
        try
        {
            nint extent = file.Take(lengthBytes, out long offset, isReadAtRandom: true);
            _extents.Add(extent, (offset, lengthBytes));
            return extent;
        }
        catch (HotPathException error) when (error.Code == ErrorCode.DiskFull)
        {
            return 0;
        }
    }
}
