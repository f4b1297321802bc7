using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

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
        // The state stays 64 bits wide: to cut it down to 32 behind each word is a step more in a chain of them.
        ulong wide = state;
        ref byte next = ref MemoryMarshal.GetReference(bytes);
        int left = bytes.Length;
        for (; left >= 4 * sizeof(ulong); left -= 4 * sizeof(ulong))
        {
            wide = Step(wide, Word(ref next, 0));
            wide = Step(wide, Word(ref next, 8));
            wide = Step(wide, Word(ref next, 16));
            wide = Step(wide, Word(ref next, 24));
            next = ref Unsafe.Add(ref next, 4 * sizeof(ulong));
        }

        for (; left >= sizeof(ulong); left -= sizeof(ulong))
        {
            wide = Step(wide, Word(ref next, 0));
            next = ref Unsafe.Add(ref next, sizeof(ulong));
        }

        state = (uint)wide;
        if (left >= sizeof(uint))
        {
            state = BitOperations.Crc32C(state, Unsafe.ReadUnaligned<uint>(ref next));
            next = ref Unsafe.Add(ref next, sizeof(uint));
            left -= sizeof(uint);
        }

        for (; left > 0; left--)
        {
            state = BitOperations.Crc32C(state, next);
            next = ref Unsafe.Add(ref next, 1);
        }

        return state;
    }

    /// <summary>Turns a running state into the checksum.</summary>
    /// <param name="state">State after the last byte.</param>
    /// <returns>The finished checksum.</returns>
    public static uint Finish(uint state) => ~state;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Step(ulong state, ulong word) => Sse42.X64.IsSupported
        ? Sse42.X64.Crc32(state, word)
        : BitOperations.Crc32C((uint)state, word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte first, int offset) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, offset));
}
