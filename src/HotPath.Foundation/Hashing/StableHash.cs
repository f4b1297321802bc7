using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

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
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed = 0) => Of(bytes, bytes.Length, seed ^ K0);

    /// <summary>Hash of the bytes of a value.</summary>
    /// <typeparam name="T">A type without padding.</typeparam>
    /// <param name="value">Value.</param>
    /// <returns>64 well-mixed bits.</returns>
    public static ulong OfValue<T>(T value)
        where T : unmanaged => Of(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    /// <summary>Hash of a byte string whose first 16 bytes are at hand as words.</summary>
    /// <param name="first">Its first eight bytes, little-endian.</param>
    /// <param name="second">The eight after them.</param>
    /// <param name="rest">All others, at least one.</param>
    /// <returns>What <see cref="Of(ReadOnlySpan{byte}, ulong)"/> says of the whole.</returns>
    public static ulong Of(ulong first, ulong second, ReadOnlySpan<byte> rest) =>
        Of(rest, 16 + rest.Length, Fold(first ^ K1, second ^ K0));

    /// <summary>Hash of two words, for chains and for combining hashes where order matters.</summary>
    /// <param name="first">First word.</param>
    /// <param name="second">Second word.</param>
    /// <returns>64 well-mixed bits.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong first, ulong second) => Fold(K2 ^ 16, Fold(first ^ K1, second ^ K0));

    private static ulong Of(ReadOnlySpan<byte> rest, int lengthBytes, ulong hash)
    {
        ref byte first = ref MemoryMarshal.GetReference(rest);
        int left = rest.Length;
        for (; left > 16; left -= 16)
        {
            hash = Fold(Word(ref first) ^ K1, Word(ref Unsafe.Add(ref first, 8)) ^ hash);
            first = ref Unsafe.Add(ref first, 16);
        }

        (ulong low, ulong high) = Tail(ref first, left);
        return Fold(K2 ^ (ulong)lengthBytes, Fold(low ^ K1, high ^ hash));
    }

    // The intrinsic that gives both halves gives one through memory: two products are sooner there than that.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong left, ulong right)
    {
        if (Bmi2.X64.IsSupported)
        {
            return Bmi2.X64.MultiplyNoFlags(left, right) ^ (left * right);
        }

        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte place) => Unsafe.ReadUnaligned<ulong>(ref place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Low, ulong High) Tail(ref byte first, int length)
    {
        if (length >= 8)
        {
            return (Word(ref first), Word(ref Unsafe.Add(ref first, length - 8)));
        }

        if (length >= 4)
        {
            return (
                Unsafe.ReadUnaligned<uint>(ref first),
                Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, length - 4)));
        }

        return length == 0
            ? (0UL, 0UL)
            : ((ulong)(first << 16 | Unsafe.Add(ref first, length >> 1) << 8 | Unsafe.Add(ref first, length - 1)), 0UL);
    }
}
