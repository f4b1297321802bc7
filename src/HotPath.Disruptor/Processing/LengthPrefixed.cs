using System;
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

    /// <summary>What to claim for a payload.</summary>
    /// <param name="payloadBytes">Unit: bytes.</param>
    /// <returns>Unit: bytes.</returns>
    public static int AlignedBytes(int payloadBytes) =>
        Math.Max(AlignedBytesMin, checked(PayloadOffset + payloadBytes + 7) & ~7);

    /// <inheritdoc/>
    public static int AlignedBytesOf(nint frame) => AlignedBytes(Raw.Read<int>(frame));

    /// <summary>Writes the length of a frame that was claimed.</summary>
    /// <param name="frame">Where it lies.</param>
    /// <param name="payloadBytes">Unit: bytes.</param>
    /// <returns>Where the payload goes.</returns>
    public static nint Begin(nint frame, int payloadBytes)
    {
        Raw.Write(frame, payloadBytes);
        return frame + PayloadOffset;
    }

    /// <summary>The payload of a frame.</summary>
    /// <param name="frame">Where it lies.</param>
    /// <returns>Its bytes, until the consumer is past it.</returns>
    public static ReadOnlySpan<byte> Payload(nint frame) => Raw.Span(frame + PayloadOffset, Raw.Read<int>(frame));
}
