using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HotPath.Foundation.Memory;

/// <summary>Numbers into octets without a bounds check; see <see cref="OctetReader"/>.</summary>
public static class OctetWriter
{
    /// <summary>Writes an unsigned octet.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UInt8(Span<byte> to, int at, byte value) => Write(to, at, value);

    /// <summary>Writes a signed octet.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Int8(Span<byte> to, int at, sbyte value) => Write(to, at, (byte)value);

    /// <summary>Writes a signed number of 2 octets, the least significant one first.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Int16Little(Span<byte> to, int at, short value) =>
        Write(to, at, BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Writes an unsigned number of 2 octets, the least significant one first.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UInt16Little(Span<byte> to, int at, ushort value) =>
        Write(to, at, BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Writes a signed number of 4 octets, the least significant one first.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Int32Little(Span<byte> to, int at, int value) =>
        Write(to, at, BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Writes an unsigned number of 4 octets, the least significant one first.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UInt32Little(Span<byte> to, int at, uint value) =>
        Write(to, at, BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Writes a signed number of 8 octets, the least significant one first.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Int64Little(Span<byte> to, int at, long value) =>
        Write(to, at, BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Writes an unsigned number of 8 octets, the least significant one first.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UInt64Little(Span<byte> to, int at, ulong value) =>
        Write(to, at, BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Writes a float, the least significant octet first.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SingleLittle(Span<byte> to, int at, float value) =>
        UInt32Little(to, at, BitConverter.SingleToUInt32Bits(value));

    /// <summary>Writes a double, the least significant octet first.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void DoubleLittle(Span<byte> to, int at, double value) =>
        UInt64Little(to, at, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Writes a signed number of 2 octets, the most significant one first.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Int16Big(Span<byte> to, int at, short value) =>
        Write(to, at, !BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Writes an unsigned number of 2 octets, the most significant one first.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UInt16Big(Span<byte> to, int at, ushort value) =>
        Write(to, at, !BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Writes a signed number of 4 octets, the most significant one first.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Int32Big(Span<byte> to, int at, int value) =>
        Write(to, at, !BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Writes an unsigned number of 4 octets, the most significant one first.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UInt32Big(Span<byte> to, int at, uint value) =>
        Write(to, at, !BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Writes a signed number of 8 octets, the most significant one first.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Int64Big(Span<byte> to, int at, long value) =>
        Write(to, at, !BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Writes an unsigned number of 8 octets, the most significant one first.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UInt64Big(Span<byte> to, int at, ulong value) =>
        Write(to, at, !BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Writes a float, the most significant octet first.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SingleBig(Span<byte> to, int at, float value) =>
        UInt32Big(to, at, BitConverter.SingleToUInt32Bits(value));

    /// <summary>Writes a double, the most significant octet first.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Place, not negative. Unit: bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void DoubleBig(Span<byte> to, int at, double value) =>
        UInt64Big(to, at, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>A part of octets.</summary>
    /// <param name="to">Octets.</param>
    /// <param name="at">Where it begins; not negative. Unit: bytes.</param>
    /// <param name="lengthBytes">Its length; not negative. Unit: bytes.</param>
    /// <returns>The part.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<byte> Block(Span<byte> to, int at, int lengthBytes) => MemoryMarshal.CreateSpan(
        ref Unsafe.Add(ref MemoryMarshal.GetReference(to), (nint)(uint)at), lengthBytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<T>(Span<byte> to, int at, T value)
        where T : unmanaged =>
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref MemoryMarshal.GetReference(to), (nint)(uint)at), value);
}
