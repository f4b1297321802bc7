using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HotPath.Foundation.Memory;

/// <summary>
/// Numbers, and blocks of them, out of octets without a bounds check, in either byte order: for code that was generated
/// together with the check that makes it safe, once for a whole block.
/// </summary>
/// <remarks>
/// The caller guarantees that the number lies within the span. A default span has no octets: reading from it below
/// offset 4,096 faults as a null reference does, which is why generated code checks every access above that.
/// </remarks>
public static class OctetReader
{
    /// <summary>Reads an unsigned octet.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte UInt8(ReadOnlySpan<byte> from, int at) => Read<byte>(from, at);

    /// <summary>Reads a signed octet.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static sbyte Int8(ReadOnlySpan<byte> from, int at) => (sbyte)Read<byte>(from, at);

    /// <summary>Reads a signed number of 2 octets, the least significant one first.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short Int16Little(ReadOnlySpan<byte> from, int at) => BitConverter.IsLittleEndian
        ? Read<short>(from, at)
        : BinaryPrimitives.ReverseEndianness(Read<short>(from, at));

    /// <summary>Reads an unsigned number of 2 octets, the least significant one first.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort UInt16Little(ReadOnlySpan<byte> from, int at) => BitConverter.IsLittleEndian
        ? Read<ushort>(from, at)
        : BinaryPrimitives.ReverseEndianness(Read<ushort>(from, at));

    /// <summary>Reads a signed number of 4 octets, the least significant one first.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Int32Little(ReadOnlySpan<byte> from, int at) => BitConverter.IsLittleEndian
        ? Read<int>(from, at)
        : BinaryPrimitives.ReverseEndianness(Read<int>(from, at));

    /// <summary>Reads an unsigned number of 4 octets, the least significant one first.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint UInt32Little(ReadOnlySpan<byte> from, int at) => BitConverter.IsLittleEndian
        ? Read<uint>(from, at)
        : BinaryPrimitives.ReverseEndianness(Read<uint>(from, at));

    /// <summary>Reads a signed number of 8 octets, the least significant one first.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Int64Little(ReadOnlySpan<byte> from, int at) => BitConverter.IsLittleEndian
        ? Read<long>(from, at)
        : BinaryPrimitives.ReverseEndianness(Read<long>(from, at));

    /// <summary>Reads an unsigned number of 8 octets, the least significant one first.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong UInt64Little(ReadOnlySpan<byte> from, int at) => BitConverter.IsLittleEndian
        ? Read<ulong>(from, at)
        : BinaryPrimitives.ReverseEndianness(Read<ulong>(from, at));

    /// <summary>Reads a float, the least significant octet first.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SingleLittle(ReadOnlySpan<byte> from, int at) =>
        BitConverter.UInt32BitsToSingle(UInt32Little(from, at));

    /// <summary>Reads a double, the least significant octet first.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double DoubleLittle(ReadOnlySpan<byte> from, int at) =>
        BitConverter.UInt64BitsToDouble(UInt64Little(from, at));

    /// <summary>Reads a signed number of 2 octets, the most significant one first.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short Int16Big(ReadOnlySpan<byte> from, int at) => !BitConverter.IsLittleEndian
        ? Read<short>(from, at)
        : BinaryPrimitives.ReverseEndianness(Read<short>(from, at));

    /// <summary>Reads an unsigned number of 2 octets, the most significant one first.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort UInt16Big(ReadOnlySpan<byte> from, int at) => !BitConverter.IsLittleEndian
        ? Read<ushort>(from, at)
        : BinaryPrimitives.ReverseEndianness(Read<ushort>(from, at));

    /// <summary>Reads a signed number of 4 octets, the most significant one first.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Int32Big(ReadOnlySpan<byte> from, int at) => !BitConverter.IsLittleEndian
        ? Read<int>(from, at)
        : BinaryPrimitives.ReverseEndianness(Read<int>(from, at));

    /// <summary>Reads an unsigned number of 4 octets, the most significant one first.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint UInt32Big(ReadOnlySpan<byte> from, int at) => !BitConverter.IsLittleEndian
        ? Read<uint>(from, at)
        : BinaryPrimitives.ReverseEndianness(Read<uint>(from, at));

    /// <summary>Reads a signed number of 8 octets, the most significant one first.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Int64Big(ReadOnlySpan<byte> from, int at) => !BitConverter.IsLittleEndian
        ? Read<long>(from, at)
        : BinaryPrimitives.ReverseEndianness(Read<long>(from, at));

    /// <summary>Reads an unsigned number of 8 octets, the most significant one first.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong UInt64Big(ReadOnlySpan<byte> from, int at) => !BitConverter.IsLittleEndian
        ? Read<ulong>(from, at)
        : BinaryPrimitives.ReverseEndianness(Read<ulong>(from, at));

    /// <summary>Reads a float, the most significant octet first.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SingleBig(ReadOnlySpan<byte> from, int at) =>
        BitConverter.UInt32BitsToSingle(UInt32Big(from, at));

    /// <summary>Reads a double, the most significant octet first.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double DoubleBig(ReadOnlySpan<byte> from, int at) =>
        BitConverter.UInt64BitsToDouble(UInt64Big(from, at));

    /// <summary>A part of octets.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Where it begins; not negative. Unit: bytes.</param>
    /// <param name="lengthBytes">Its length; not negative. Unit: bytes.</param>
    /// <returns>The part.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Block(ReadOnlySpan<byte> from, int at, int lengthBytes) =>
        MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.Add(ref MemoryMarshal.GetReference(from), (nint)(uint)at), lengthBytes);

    /// <summary>Octets from a place on.</summary>
    /// <param name="from">Octets.</param>
    /// <param name="at">Where they begin; not negative. Unit: bytes.</param>
    /// <returns>All that follow.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> From(ReadOnlySpan<byte> from, int at) => Block(from, at, from.Length - at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Read<T>(ReadOnlySpan<byte> from, int at)
        where T : unmanaged =>
        Unsafe.ReadUnaligned<T>(ref Unsafe.Add(ref MemoryMarshal.GetReference(from), (nint)(uint)at));
}
