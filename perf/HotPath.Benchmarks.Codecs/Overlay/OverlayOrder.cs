using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HotPath.Benchmarks.Codecs.Models;

namespace HotPath.Benchmarks.Codecs.Overlay;

/// <summary>The order by hand, in one pass, with the checks of <see cref="OverlayCar"/> and the schema's most lines and longest text.</summary>
public readonly struct OverlayOrder : IMessageCodec<OrderSource>, IOrderReader
{
    private const int HeadBytes = 8;
    private const ushort RootBytes = 120;
    private const ushort LineBytes = 40;
    private const int MostLines = 4096;
    private const int LongestText = 8192;

    /// <inheritdoc/>
    public int Encode(OrderSource source, FixedBuffer to)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(to);
        Span<byte> buffer = to.Octets;
        OverlayFrame.PutHead(buffer, RootBytes, 6, 4100, 1);
        PutBlock(source, buffer.Slice(HeadBytes, RootBytes));
        int at = HeadBytes + RootBytes;
        OrderItemModel[] items = source.Model.Items;
        OverlayFrame.PutGroup(buffer, ref at, LineBytes, items.Length);
        foreach (OrderItemModel model in items)
        {
            Span<byte> entry = buffer.Slice(at, LineBytes);
            ref ItemBlock item = ref MemoryMarshal.AsRef<ItemBlock>(entry);
            item.ProductId = model.ProductId;
            item.VariantId = model.VariantId ?? ulong.MaxValue;
            item.UnitPrice = model.UnitPrice;
            item.LineDiscount = model.LineDiscount;
            item.Quantity = model.Quantity;
            entry[Unsafe.SizeOf<ItemBlock>()..].Clear();
            at += LineBytes;
        }

        byte[] coupon = source.CouponCode;
        MemoryMarshal.Write(buffer[at..], checked((ushort)coupon.Length));
        coupon.CopyTo(buffer[(at + sizeof(ushort))..]);
        return at + sizeof(ushort) + coupon.Length;
    }

    /// <inheritdoc/>
    public long Sum(byte[] frame)
    {
        ReadOnlySpan<byte> octets = frame;
        if (!OverlayFrame.IsBlock(octets, 6, 4100, Unsafe.SizeOf<OrderBlock>(), out int blockBytes))
        {
            return long.MinValue;
        }

        ReadOnlySpan<byte> block = octets[HeadBytes..];
        ref readonly OrderBlock order = ref MemoryMarshal.AsRef<OrderBlock>(block);
        ulong ids = order.EventIdHi + order.EventIdLo + order.SourceSequence + OrZero(order.SessionId) + OrZero(order.UserId);
        long sum = unchecked((long)(ids + order.OrderId + OrZero(order.CartId)));
        sum += order.EventTime + (order.IngestTime == long.MinValue ? 0 : order.IngestTime) + order.TenantId + order.SourceId + order.Flags;
        sum += order.Total + order.Tax + order.Shipping + order.Discount + order.Channel + order.ItemCount;
        sum += Checksum.Of(OverlayFrame.Fixed(block.Slice(OrderBlock.CurrencyAt, OrderBlock.CurrencyBytes)));
        int at = HeadBytes + blockBytes;
        if (!IsGroup(octets, ref at, out int entryBytes, out int count))
        {
            return long.MinValue;
        }

        for (int i = 0; i < count; i++)
        {
            ref readonly ItemBlock item = ref MemoryMarshal.AsRef<ItemBlock>(octets[at..]);
            sum += unchecked((long)(item.ProductId + OrZero(item.VariantId))) + item.UnitPrice + item.LineDiscount + item.Quantity;
            at += entryBytes;
        }

        return IsText(octets, at, out ReadOnlySpan<byte> coupon) ? sum + Checksum.Of(coupon) : long.MinValue;
    }

    /// <inheritdoc/>
    public long Total(byte[] frame)
    {
        ReadOnlySpan<byte> octets = frame;
        return OverlayFrame.IsBlock(octets, 6, 4100, Unsafe.SizeOf<OrderBlock>(), out int _)
            ? MemoryMarshal.AsRef<OrderBlock>(octets[HeadBytes..]).Total
            : long.MinValue;
    }

    /// <inheritdoc/>
    public long Quantity(byte[] frame)
    {
        ReadOnlySpan<byte> octets = frame;
        if (!OverlayFrame.IsBlock(octets, 6, 4100, Unsafe.SizeOf<OrderBlock>(), out int blockBytes))
        {
            return long.MinValue;
        }

        int at = HeadBytes + blockBytes;
        if (!IsGroup(octets, ref at, out int entryBytes, out int count))
        {
            return long.MinValue;
        }

        long sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += MemoryMarshal.AsRef<ItemBlock>(octets[at..]).Quantity;
            at += entryBytes;
        }

        return IsText(octets, at, out ReadOnlySpan<byte> _) ? sum : long.MinValue;
    }

    /// <summary>Checks a frame from end to end and reads nothing of it.</summary>
    internal static bool IsWhole(ReadOnlySpan<byte> octets)
    {
        if (!OverlayFrame.IsBlock(octets, 6, 4100, Unsafe.SizeOf<OrderBlock>(), out int blockBytes))
        {
            return false;
        }

        int at = HeadBytes + blockBytes;
        return IsGroup(octets, ref at, out int entryBytes, out int count) && IsText(octets, at + (entryBytes * count), out _);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsGroup(ReadOnlySpan<byte> octets, ref int at, out int entryBytes, out int count) =>
        OverlayFrame.Group(octets, ref at, Unsafe.SizeOf<ItemBlock>(), out entryBytes, out count)
            && count <= MostLines
            && (long)entryBytes * count <= octets.Length - at;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsText(ReadOnlySpan<byte> octets, int at, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (octets.Length - at < sizeof(ushort))
        {
            return false;
        }

        int lengthBytes = MemoryMarshal.Read<ushort>(octets[at..]);
        if (lengthBytes > LongestText || lengthBytes > octets.Length - at - sizeof(ushort))
        {
            return false;
        }

        text = octets.Slice(at + sizeof(ushort), lengthBytes);
        return true;
    }

    private static ulong OrZero(ulong value) => value == ulong.MaxValue ? 0 : value;

    private static void PutBlock(OrderSource source, Span<byte> block)
    {
        OrderModel model = source.Model;
        EnvelopeModel envelope = model.Envelope;
        ref OrderBlock order = ref MemoryMarshal.AsRef<OrderBlock>(block);
        order.EventIdHi = envelope.EventIdHi;
        order.EventIdLo = envelope.EventIdLo;
        order.EventTime = envelope.EventTime;
        order.IngestTime = envelope.IngestTime ?? long.MinValue;
        order.TenantId = envelope.TenantId;
        order.SourceId = envelope.SourceId;
        order.Flags = envelope.Flags;
        order.SourceSequence = envelope.SourceSequence;
        order.SessionId = envelope.SessionId ?? ulong.MaxValue;
        order.UserId = envelope.UserId ?? ulong.MaxValue;
        order.OrderId = model.OrderId;
        order.CartId = model.CartId ?? ulong.MaxValue;
        order.Total = model.Total;
        order.Tax = model.Tax;
        order.Shipping = model.Shipping;
        order.Discount = model.Discount;
        OverlayFrame.PutFixed(block.Slice(OrderBlock.CurrencyAt, OrderBlock.CurrencyBytes), source.Currency);
        order.Channel = model.Channel;
        order.ItemCount = model.ItemCount;
        block[Unsafe.SizeOf<OrderBlock>()..].Clear();
    }
}
