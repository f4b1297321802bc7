using System;
using System.Buffers.Binary;
using System.Numerics;

namespace HotPath.Foundation.Hashing;

/// <summary>
/// CRC-32C (Castagnoli), the checksum of frames: in hardware where the CPU has the instruction, eight bytes a step.
/// </summary>
/// <remarks>Source: RFC 3720, appendix B.4.</remarks>
public static class Crc32C
{
    /// <summary>State before the first byte.</summary>
    public const uint InitialState = 0xFFFF_FFFF;

    /// <summary>Checksum of a byte string.</summary>
    /// <param name="bytes">Any length.</param>
    /// <returns>The finished checksum.</returns>
    public static uint Of(ReadOnlySpan<byte> bytes) => Finish(Update(InitialState, bytes));

    /// <summary>Adds bytes to a running state, so that a checksum may skip the field that holds it.</summary>
    /// <param name="state">State so far; <see cref="InitialState"/> at first.</param>
    /// <param name="bytes">Bytes to add.</param>
    /// <returns>The state after them.</returns>
    public static uint Update(uint state, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte b in bytes)
        {
            state = BitOperations.Crc32C(state, b);
        }

        return state;
    }

    /// <summary>Turns a running state into the checksum.</summary>
    /// <param name="state">State after the last byte.</param>
    /// <returns>The finished checksum.</returns>
    public static uint Finish(uint state) => ~state;
}
