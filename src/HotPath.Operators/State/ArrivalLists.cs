using System;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.Groups;
using HotPath.Operators.Scalars;

namespace HotPath.Operators.State;

/// <summary>
/// FIRST_VALUE, LAST_VALUE and LISTAGG of rows that may be taken back: all values in order of arrival, in a text slot.
/// A value that is taken back is the first that is equal.
/// </summary>
/// <remarks>
/// <code>
/// slot : [values: 8]          text slot : for each value [length: 4][bytes][length: 4]
/// </code>
/// So first and last are at hand; taking back looks at what came before, as Flink's LISTAGG does. Threading:
/// single-threaded. Source: flink-semantics.md 2.4.
/// </remarks>
public static class ArrivalLists
{
    private const int FrameBytes = 2 * sizeof(int);

    /// <summary>By how much a text makes its list longer.</summary>
    /// <param name="value">Value.</param>
    /// <returns>Unit: bytes.</returns>
    public static long GrowthOfText(Utf8View value) => value.LengthBytes + FrameBytes;

    /// <summary>By how much a fixed-size value makes its list longer.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="value">Value.</param>
    /// <returns>Unit: bytes.</returns>
    public static long GrowthOf<T>(T value)
        where T : unmanaged
    {
        _ = value;
        return Raw.SizeOf<T>() + FrameBytes;
    }

    /// <summary>Adds a text.</summary>
    /// <param name="groups">Operator that owns the list.</param>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="text">Address of the text slot.</param>
    /// <param name="value">Value.</param>
    public static void AddText(KeyedGroups groups, nint slot, nint text, Utf8View value)
    {
        ArgumentNullException.ThrowIfNull(groups);
        int length = value.LengthBytes;
        int before = TextSlot.Get(text).LengthBytes;
        TextSlot.Extend(text, length + FrameBytes, groups.Texts);
        nint entry = Raw.Read<nint>(text) + before;
        Raw.Write(entry, length);
        Raw.Copy(value.Address, entry + sizeof(int), length);
        Raw.Write(entry + sizeof(int) + length, length);
        Raw.Ref<long>(slot)++;
    }

    /// <summary>Adds a fixed-size value.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="groups">Operator that owns the list.</param>
    /// <param name="context">Scratch memory for the value's bytes.</param>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="text">Address of the text slot.</param>
    /// <param name="value">Value.</param>
    public static void Add<T>(KeyedGroups groups, ScalarContext context, nint slot, nint text, T value)
        where T : unmanaged => AddText(groups, slot, text, Bytes(context, value));

    /// <summary>Takes a text back.</summary>
    /// <param name="groups">Operator that owns the list.</param>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="text">Address of the text slot.</param>
    /// <param name="value">Value; nothing happens where it is not there.</param>
    public static void RemoveText(KeyedGroups groups, nint slot, nint text, Utf8View value)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Utf8View all = TextSlot.Get(text);
        ReadOnlySpan<byte> removed = value.Span;
        int length;
        for (int at = 0; at < all.LengthBytes; at += length + FrameBytes)
        {
            length = Raw.Read<int>(all.Address + at);
            if (Raw.Span(all.Address + at + sizeof(int), length).SequenceEqual(removed))
            {
                TextSlot.Cut(text, at, length + FrameBytes, groups.Texts);
                Raw.Ref<long>(slot)--;
                groups.Shrink(length + FrameBytes);
                return;
            }
        }
    }

    /// <summary>Takes a fixed-size value back.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="groups">Operator that owns the list.</param>
    /// <param name="context">Scratch memory for the value's bytes.</param>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="text">Address of the text slot.</param>
    /// <param name="value">Value; nothing happens where it is not there.</param>
    public static void Remove<T>(KeyedGroups groups, ScalarContext context, nint slot, nint text, T value)
        where T : unmanaged => RemoveText(groups, slot, text, Bytes(context, value));

    /// <summary>FIRST_VALUE of text.</summary>
    /// <param name="text">Address of the text slot.</param>
    /// <returns>The text where it lies, or NULL of nothing.</returns>
    public static Utf8View? FirstText(nint text)
    {
        Utf8View all = TextSlot.Get(text);
        return all.LengthBytes == 0 ? null : new Utf8View(all.Address + sizeof(int), Raw.Read<int>(all.Address));
    }

    /// <summary>LAST_VALUE of text.</summary>
    /// <param name="text">Address of the text slot.</param>
    /// <returns>The text where it lies, or NULL of nothing.</returns>
    public static Utf8View? LastText(nint text)
    {
        Utf8View all = TextSlot.Get(text);
        if (all.LengthBytes == 0)
        {
            return null;
        }

        nint end = all.Address + all.LengthBytes - sizeof(int);
        int length = Raw.Read<int>(end);
        return new Utf8View(end - length, length);
    }

    /// <summary>FIRST_VALUE of a fixed-size type.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="text">Address of the text slot.</param>
    /// <returns>The value, or NULL of nothing.</returns>
    public static T? First<T>(nint text)
        where T : unmanaged => FirstText(text) is { } bytes ? Raw.Read<T>(bytes.Address) : null;

    /// <summary>LAST_VALUE of a fixed-size type.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="text">Address of the text slot.</param>
    /// <returns>The value, or NULL of nothing.</returns>
    public static T? Last<T>(nint text)
        where T : unmanaged => LastText(text) is { } bytes ? Raw.Read<T>(bytes.Address) : null;

    /// <summary>LISTAGG.</summary>
    /// <param name="context">Scratch memory for the list.</param>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="text">Address of the text slot.</param>
    /// <param name="separator">What stands between two values.</param>
    /// <returns>The values in scratch memory, or NULL of nothing.</returns>
    public static Utf8View? List(ScalarContext context, nint slot, nint text, byte[] separator)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(separator);
        long values = Raw.Read<long>(slot);
        if (values == 0)
        {
            return null;
        }

        Utf8View all = TextSlot.Get(text);
        int lengthBytes = checked((int)(all.LengthBytes - (values * FrameBytes) + ((values - 1) * separator.Length)));
        nint list = context.Scratch.Take(lengthBytes);
        nint next = list;
        int length;
        for (int at = 0; at < all.LengthBytes; at += length + FrameBytes)
        {
            length = Raw.Read<int>(all.Address + at);
            if (at > 0)
            {
                separator.CopyTo(Raw.WritableSpan(next, separator.Length));
                next += separator.Length;
            }

            Raw.Copy(all.Address + at + sizeof(int), next, length);
            next += length;
        }

        return new Utf8View(list, lengthBytes);
    }

    private static Utf8View Bytes<T>(ScalarContext context, T value)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(context);
        nint bytes = context.Scratch.Take(Raw.SizeOf<T>());
        Raw.Write(bytes, value);
        return new Utf8View(bytes, Raw.SizeOf<T>());
    }
}
