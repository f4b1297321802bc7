using System;
using System.Runtime.CompilerServices;

namespace HotPath.Disruptor.Rings;

/// <summary>What can be claimed in a ring, and the refusal of what cannot.</summary>
internal static class FrameSize
{
    /// <summary>Frames lie at its multiples. Unit: bytes.</summary>
    public const int WordBytes = 8;

    // Positions only grow, and compare as long as none of them wraps: at 10 GB/s this leaves some 14 years.
    private const long InitialPositionMax = 1L << 62;

    // The sign, and the bits that make no whole word.
    private const int WrongBits = int.MinValue | (WordBytes - 1);

    /// <summary>Whether a size is a multiple of a word and not negative: one test of bits.</summary>
    /// <param name="alignedBytes">As claimed. Unit: bytes.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsAligned(int alignedBytes) => (alignedBytes & WrongBits) == 0;

    /// <summary>Whether a claim is of a size that a frame has, and fits.</summary>
    /// <param name="alignedBytes">As claimed. Unit: bytes.</param>
    /// <param name="roomBytes">Room. Unit: bytes.</param>
    /// <returns>Whether it does.</returns>
    /// <remarks>0 is a very large number once 1 is taken from it: one comparison finds it and what does not fit.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits(int alignedBytes, long roomBytes) =>
        IsAligned(alignedBytes) && (ulong)(alignedBytes - 1L) < (ulong)roomBytes;

    /// <summary>Checks the size of a claim.</summary>
    /// <param name="alignedBytes">As claimed. Unit: bytes.</param>
    /// <param name="bytesMin">Least size. Unit: bytes.</param>
    /// <param name="capacityBytes">Of the ring. Unit: bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">No frame has it, or it is larger than the ring.</exception>
    public static void Check(int alignedBytes, int bytesMin, long capacityBytes)
    {
        if (alignedBytes < bytesMin || !IsAligned(alignedBytes))
        {
            throw new ArgumentOutOfRangeException(
                nameof(alignedBytes), $"a claim of {alignedBytes} bytes: multiples of {WordBytes} from {bytesMin} on");
        }

        if (alignedBytes > capacityBytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(alignedBytes),
                $"a claim of {alignedBytes} bytes never fits a ring of {capacityBytes} bytes: enlarge the ring");
        }
    }

    /// <summary>Checks the position of a first frame.</summary>
    /// <param name="initialPosition">Unit: bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">No frame can lie there.</exception>
    public static void CheckPosition(long initialPosition)
    {
        if (initialPosition is < 0 or > InitialPositionMax || initialPosition % WordBytes != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(initialPosition),
                $"a first frame at {initialPosition}: multiples of {WordBytes} from 0 to {InitialPositionMax}");
        }
    }
}
