using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using HotPath.Foundation.Memory;

namespace HotPath.Disruptor.Processing;

/// <summary>Frames that begin with the length of their payload, for users without frames of their own.</summary>
/// <remarks>
/// <code>
/// byte 0                8                    8 + length     multiple of 8, at least 32
///      +----------------+--------------------+--------------+
///      | length (int32) | payload            | padding      |
///      +----------------+--------------------+--------------+
/// </code>
/// </remarks>
public readonly struct LengthPrefixed : IFrameLayout
{
    /// <summary>Where the payload begins. Unit: bytes.</summary>
    public const int PayloadOffset = 8;

    private const int AlignedBytesMin = 32;

    // The length of a whole frame is an int, too, also before it is cut to a multiple of 8.
    private const int PayloadBytesMax = int.MaxValue - PayloadOffset - 7;

    /// <summary>What to claim for a payload.</summary>
    /// <param name="payloadBytes">Not negative. Unit: bytes.</param>
    /// <returns>Unit: bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or longer than a frame can be.</exception>
    public static int AlignedBytes(int payloadBytes)
    {
        Check(payloadBytes);
        return Align(payloadBytes);
    }

    /// <inheritdoc/>
    public static int AlignedBytesOf(nint frame)
    {
        int payloadBytes = Raw.Read<int>(frame);
        return IsPayload(payloadBytes) ? Align(payloadBytes) : Math.Min(payloadBytes, -1);
    }

    /// <summary>Writes the length of a frame that was claimed.</summary>
    /// <param name="frame">Where it lies.</param>
    /// <param name="payloadBytes">As told to <see cref="AlignedBytes"/>. Unit: bytes.</param>
    /// <returns>Where the payload goes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">As of <see cref="AlignedBytes"/>; nothing is written.</exception>
    public static nint Begin(nint frame, int payloadBytes)
    {
        Check(payloadBytes);
        Raw.Write(frame, payloadBytes);
        return frame + PayloadOffset;
    }

    /// <summary>The payload of a frame.</summary>
    /// <param name="frame">Where it lies.</param>
    /// <returns>Its bytes, until the consumer is past it.</returns>
    public static ReadOnlySpan<byte> Payload(nint frame) => Raw.Span(frame + PayloadOffset, Raw.Read<int>(frame));

    // What is negative is a very large number.
    private static bool IsPayload(int payloadBytes) => (uint)payloadBytes <= PayloadBytesMax;

    private static int Align(int payloadBytes) => Math.Max(AlignedBytesMin, (PayloadOffset + payloadBytes + 7) & ~7);

    private static void Check(int payloadBytes)
    {
        if (!IsPayload(payloadBytes))
        {
            ThrowNoPayload(payloadBytes);
        }
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowNoPayload(int payloadBytes) => throw new ArgumentOutOfRangeException(
        nameof(payloadBytes), $"a payload of {payloadBytes} bytes: from 0 to {PayloadBytesMax}");
}
