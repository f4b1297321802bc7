using System;
using System.Runtime.CompilerServices;

namespace HotPath.Benchmarks.Codecs.Overlay;

/// <summary>The car by hand with the promise of generated code: the whole frame is checked before any value of it is given.</summary>
public readonly struct OverlayCarWhole : IMessageReader
{
    private const int HeadBytes = 8;

    /// <inheritdoc/>
    public long Sum(byte[] frame) => IsWhole(frame) ? default(OverlayCar).Sum(frame) : long.MinValue;

    private static bool IsWhole(ReadOnlySpan<byte> octets)
    {
        if (!OverlayFrame.IsBlock(octets, 1, 1, Unsafe.SizeOf<CarBlock>(), out int blockBytes))
        {
            return false;
        }

        int at = HeadBytes + blockBytes;
        return SkipFuel(octets, ref at) && SkipPerformance(octets, ref at)
            && OverlayFrame.LongText(octets, ref at, out _) && OverlayFrame.LongText(octets, ref at, out _)
            && OverlayFrame.LongText(octets, ref at, out _);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool SkipFuel(ReadOnlySpan<byte> octets, ref int at)
    {
        if (!OverlayFrame.Group(octets, ref at, Unsafe.SizeOf<SpeedBlock>(), out int entryBytes, out int count))
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            if (octets.Length - at < entryBytes)
            {
                return false;
            }

            at += entryBytes;
            if (!OverlayFrame.LongText(octets, ref at, out _))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool SkipPerformance(ReadOnlySpan<byte> octets, ref int at)
    {
        if (!OverlayFrame.Group(octets, ref at, 1, out int entryBytes, out int count))
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            if (octets.Length - at < entryBytes)
            {
                return false;
            }

            at += entryBytes;
            if (!OverlayFrame.Group(octets, ref at, Unsafe.SizeOf<SpeedBlock>(), out int stepBytes, out int steps)
                || (long)stepBytes * steps > octets.Length - at)
            {
                return false;
            }

            at += stepBytes * steps;
        }

        return true;
    }
}
