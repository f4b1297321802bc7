using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace HotPath.Foundation.Hashing;

/// <summary>
/// A 64-bit hash that is the same in every process, on every CPU and in every version: keys are placed, state is
/// summed and chains are linked by it. Built from 64 x 64 -> 128 bit products folded in half (the wyhash construction).
/// </summary>
/// <remarks>Changing a single output bit changes the semantics version of the log. Not a cryptographic hash.</remarks>
public static class StableHash
{
    private const ulong K0 = 0xA076_1D64_78BD_642F;
    private const ulong K1 = 0xE703_7ED1_A0B4_28DB;
    private const ulong K2 = 0x8EBC_6AF0_9C88_C6E3;

    /// <summary>Hash of a byte string.</summary>
    /// <param name="bytes">Any length.</param>
    /// <param name="seed">Distinguishes uses of one byte string.</param>
    /// <returns>64 well-mixed bits.</returns>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        ulong hash = seed ^ K0;
        int length = bytes.Length;
        while (bytes.Length > 16)
        {
            hash = Fold(
                BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ K1,
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) ^ hash);
            bytes = bytes[16..];
        }

        (ulong low, ulong high) = Tail(bytes);
        return Fold(K2 ^ (ulong)length, Fold(low ^ K1, high ^ hash));
    }

    /// <summary>Hash of two words, for chains and for combining hashes where order matters.</summary>
    /// <param name="first">First word.</param>
    /// <param name="second">Second word.</param>
    /// <returns>64 well-mixed bits.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong first, ulong second) => Fold(K2 ^ 16, Fold(first ^ K1, second ^ K0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }

    private static (ulong Low, ulong High) Tail(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 8)
        {
            return (
                BinaryPrimitives.ReadUInt64LittleEndian(bytes),
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[^8..]));
        }

        if (bytes.Length >= 4)
        {
            return (
                BinaryPrimitives.ReadUInt32LittleEndian(bytes),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]));
        }

        return bytes.Length == 0
            ? (0UL, 0UL)
            : ((ulong)(bytes[0] << 16 | bytes[bytes.Length >> 1] << 8 | bytes[^1]), 0UL);
    }
}
