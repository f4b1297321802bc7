using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HotPath.Benchmarks.Codecs.Overlay;

/// <summary>Steps over groups and data that a hand-written reader and writer need; each is compared with the frame once.</summary>
internal static class OverlayFrame
{
    /// <summary>Whether a header and its block are there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsBlock(ReadOnlySpan<byte> frame, ushort template, ushort schema, int leastBytes, out int blockBytes)
    {
        if (frame.Length < Unsafe.SizeOf<MessageHead>())
        {
            blockBytes = 0;
            return false;
        }

        ref readonly MessageHead head = ref MemoryMarshal.AsRef<MessageHead>(frame);
        blockBytes = head.BlockLength;
        return head.TemplateId == template && head.SchemaId == schema && blockBytes >= leastBytes
            && blockBytes <= frame.Length - Unsafe.SizeOf<MessageHead>();
    }

    /// <summary>Reads dimensions; false when a frame ends in them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Group(ReadOnlySpan<byte> frame, ref int at, int leastBytes, out int blockBytes, out int count)
    {
        if (frame.Length - at < Unsafe.SizeOf<GroupHead>())
        {
            blockBytes = count = 0;
            return false;
        }

        ref readonly GroupHead head = ref MemoryMarshal.AsRef<GroupHead>(frame[at..]);
        blockBytes = head.BlockLength;
        count = head.Count;
        at += Unsafe.SizeOf<GroupHead>();
        return count == 0 || blockBytes >= leastBytes;
    }

    /// <summary>Reads data behind a length of four octets; false when it is not all there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool LongText(ReadOnlySpan<byte> frame, ref int at, out ReadOnlySpan<byte> text)
    {
        if (frame.Length - at >= sizeof(uint))
        {
            uint lengthBytes = MemoryMarshal.Read<uint>(frame[at..]);
            at += sizeof(uint);
            if (lengthBytes <= (uint)(frame.Length - at))
            {
                text = frame.Slice(at, (int)lengthBytes);
                at += (int)lengthBytes;
                return true;
            }
        }

        text = default;
        return false;
    }

    /// <summary>Text of fixed length up to its first NUL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Fixed(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }

    /// <summary>Writes text of fixed length, NUL to its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutFixed(Span<byte> to, ReadOnlySpan<byte> text)
    {
        text.CopyTo(to);
        to[text.Length..].Clear();
    }

    /// <summary>Writes the header.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutHead(Span<byte> to, ushort blockBytes, ushort template, ushort schema, ushort version)
    {
        ref MessageHead head = ref MemoryMarshal.AsRef<MessageHead>(to);
        head.BlockLength = blockBytes;
        head.TemplateId = template;
        head.SchemaId = schema;
        head.Version = version;
    }

    /// <summary>Writes dimensions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutGroup(Span<byte> to, ref int at, ushort blockBytes, int count)
    {
        ref GroupHead head = ref MemoryMarshal.AsRef<GroupHead>(to[at..]);
        head.BlockLength = blockBytes;
        head.Count = checked((ushort)count);
        at += Unsafe.SizeOf<GroupHead>();
    }

    /// <summary>Writes data behind a length of four octets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutLongText(Span<byte> to, ref int at, ReadOnlySpan<byte> text)
    {
        MemoryMarshal.Write(to[at..], (uint)text.Length);
        text.CopyTo(to[(at + sizeof(uint))..]);
        at += sizeof(uint) + text.Length;
    }
}
