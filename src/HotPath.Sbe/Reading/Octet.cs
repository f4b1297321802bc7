using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Reading;

/// <summary>Primitive values to and from octets, in either byte order.</summary>
public static class Octet
{
    /// <summary>Reads one value.</summary>
    /// <param name="from">Its octets first; may be longer.</param>
    /// <param name="type">Its type.</param>
    /// <param name="order">Order of the octets.</param>
    /// <returns>The value.</returns>
    public static PrimitiveValue Read(ReadOnlySpan<byte> from, PrimitiveType type, ByteOrder order) => type switch
    {
        PrimitiveType.Float => PrimitiveValue.FromDouble(
            type, BitConverter.UInt32BitsToSingle((uint)ReadBits(from, 4, order))),
        PrimitiveType.Double => PrimitiveValue.FromDouble(
            type, BitConverter.UInt64BitsToDouble(ReadBits(from, 8, order))),
        _ => PrimitiveValue.FromInt64(type, ReadInteger(from, type, order)),
    };

    /// <summary>Reads one whole number, or one char.</summary>
    /// <param name="from">Its octets first; may be longer.</param>
    /// <param name="type">Its type: any but float and double.</param>
    /// <param name="order">Order of the octets.</param>
    /// <returns>The number; one above half of uint64 as the same bits.</returns>
    public static long ReadInteger(ReadOnlySpan<byte> from, PrimitiveType type, ByteOrder order) => type switch
    {
        PrimitiveType.Int8 => (sbyte)from[0],
        PrimitiveType.Char or PrimitiveType.UInt8 => from[0],
        PrimitiveType.Int16 => (short)ReadBits(from, 2, order),
        PrimitiveType.UInt16 => (long)ReadBits(from, 2, order),
        PrimitiveType.Int32 => (int)ReadBits(from, 4, order),
        PrimitiveType.UInt32 => (long)ReadBits(from, 4, order),
        _ => (long)ReadBits(from, 8, order),
    };

    /// <summary>Reads an unsigned number.</summary>
    /// <param name="from">Its octets first; may be longer.</param>
    /// <param name="sizeBytes">1, 2, 4 or 8. Unit: bytes.</param>
    /// <param name="order">Order of the octets.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // the size is a constant where it matters
    public static ulong ReadBits(ReadOnlySpan<byte> from, int sizeBytes, ByteOrder order)
    {
        bool isLittle = order == ByteOrder.LittleEndian;
        return sizeBytes switch
        {
            1 => from[0],
            2 => isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(from) : BinaryPrimitives.ReadUInt16BigEndian(from),
            4 => isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(from) : BinaryPrimitives.ReadUInt32BigEndian(from),
            _ => isLittle ? BinaryPrimitives.ReadUInt64LittleEndian(from) : BinaryPrimitives.ReadUInt64BigEndian(from),
        };
    }

    /// <summary>Writes one value.</summary>
    /// <param name="to">Room for it; may be longer.</param>
    /// <param name="value">The value.</param>
    /// <param name="order">Order of the octets.</param>
    public static void Write(Span<byte> to, PrimitiveValue value, ByteOrder order)
    {
        int sizeBytes = PrimitiveTypes.SizeBytes(value.Type);
        ulong bits = value.Type == PrimitiveType.Float
            ? BitConverter.SingleToUInt32Bits((float)value.ToDouble())
            : value.ToUInt64();
        Span<byte> octets = stackalloc byte[sizeof(ulong)];
        if (order == ByteOrder.LittleEndian)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(octets, bits);
            octets[..sizeBytes].CopyTo(to);
        }
        else
        {
            BinaryPrimitives.WriteUInt64BigEndian(octets, bits);
            octets[^sizeBytes..].CopyTo(to);
        }
    }
}
