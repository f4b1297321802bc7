using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;

namespace HotPath.Operators.State;

/// <summary>
/// A text owned by a state entry: 16 bytes of (address, length, capacity) in the value, the bytes in the arena.
/// </summary>
/// <remarks>A slot of zeros holds nothing. Threading: single-threaded.</remarks>
public static class TextSlot
{
    /// <summary>Size of a slot. Unit: bytes.</summary>
    public const int SlotBytes = 16;

    /// <summary>The text; empty when nothing was set.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <returns>The bytes where they lie.</returns>
    public static Utf8View Get(nint slot) => new(Raw.Read<nint>(slot), Raw.Read<int>(slot + 8));

    /// <summary>Replaces the text by a copy of <paramref name="text"/>.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="text">New text.</param>
    /// <param name="arena">Where the bytes go.</param>
    public static void Set(nint slot, Utf8View text, SizeClassArena arena) => Set(slot, text.Span, arena);

    /// <summary>Replaces the text by a copy of <paramref name="text"/>.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="text">New text.</param>
    /// <param name="arena">Where the bytes go.</param>
    public static void Set(nint slot, System.ReadOnlySpan<byte> text, SizeClassArena arena)
    {
        System.ArgumentNullException.ThrowIfNull(arena);
        int capacity = Raw.Read<int>(slot + 12);
        if (text.Length > capacity || capacity == 0)
        {
            Free(slot, arena);
            Raw.Write(slot, arena.Take(text.Length));
            Raw.Write(slot + 12, SizeClassArena.CapacityOf(text.Length));
        }

        text.CopyTo(Raw.WritableSpan(Raw.Read<nint>(slot), text.Length));
        Raw.Write(slot + 8, text.Length);
    }

    /// <summary>Puts two texts behind what is there.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="first">The first.</param>
    /// <param name="second">The second, which is no part of the slot's text.</param>
    /// <param name="arena">Where the bytes go.</param>
    public static void Append(
        nint slot, System.ReadOnlySpan<byte> first, System.ReadOnlySpan<byte> second, SizeClassArena arena)
    {
        int before = Raw.Read<int>(slot + 8);
        Extend(slot, checked(first.Length + second.Length), arena);
        nint end = Raw.Read<nint>(slot) + before;
        first.CopyTo(Raw.WritableSpan(end, first.Length));
        second.CopyTo(Raw.WritableSpan(end + first.Length, second.Length));
    }

    /// <summary>Makes a text longer; the caller fills the end.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="lengthBytes">By how much. Unit: bytes.</param>
    /// <param name="arena">Where the bytes go.</param>
    internal static void Extend(nint slot, int lengthBytes, SizeClassArena arena)
    {
        System.ArgumentNullException.ThrowIfNull(arena);
        int before = Raw.Read<int>(slot + 8);
        int length = checked(before + lengthBytes);
        int capacity = Raw.Read<int>(slot + 12);
        if (length > capacity || capacity == 0)
        {
            nint moved = arena.Take(length);
            Raw.Span(Raw.Read<nint>(slot), before).CopyTo(Raw.WritableSpan(moved, before));
            Free(slot, arena);
            Raw.Write(slot, moved);
            Raw.Write(slot + 12, SizeClassArena.CapacityOf(length));
        }

        Raw.Write(slot + 8, length);
    }

    /// <summary>Takes a part of a text out; one that is empty then gives its bytes back.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="start">First byte of the part. Unit: bytes.</param>
    /// <param name="lengthBytes">Unit: bytes.</param>
    /// <param name="arena">Where the bytes came from.</param>
    internal static void Cut(nint slot, int start, int lengthBytes, SizeClassArena arena)
    {
        int before = Raw.Read<int>(slot + 8);
        if (before == lengthBytes)
        {
            Free(slot, arena);
            return;
        }

        System.Span<byte> text = Raw.WritableSpan(Raw.Read<nint>(slot), before);
        text[(start + lengthBytes)..].CopyTo(text[start..]);
        Raw.Write(slot + 8, before - lengthBytes);
    }

    /// <summary>Points an empty slot at a text that something else owns.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="text">First byte of the text.</param>
    /// <param name="lengthBytes">Unit: bytes.</param>
    internal static void Borrow(nint slot, nint text, int lengthBytes)
    {
        Raw.Write(slot, text);
        Raw.Write(slot + 8, lengthBytes);
    }

    /// <summary>Gives the bytes back; the slot is empty afterwards.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="arena">Where the bytes came from.</param>
    public static void Free(nint slot, SizeClassArena arena)
    {
        System.ArgumentNullException.ThrowIfNull(arena);
        int capacity = Raw.Read<int>(slot + 12);
        if (capacity != 0)
        {
            arena.Give(Raw.Read<nint>(slot), capacity);
            Raw.Clear(slot, SlotBytes);
        }
    }
}
