using System;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.Groups;
using HotPath.Operators.Scalars;

namespace HotPath.Operators.State;

/// <summary>
/// By how much a value would make a group larger: compiled code adds it up before anything is touched, where a tenant
/// has a quota. Unit: bytes.
/// </summary>
public static class StateGrowth
{
    /// <summary>MIN of text.</summary>
    /// <param name="slot">Address of the text slot.</param>
    /// <param name="seen">Address of the seen mark.</param>
    /// <param name="value">Value.</param>
    /// <returns>Negative when a shorter text takes the place of a longer one.</returns>
    public static long OfMinimumText(nint slot, nint seen, Utf8View value) =>
        OfText(slot, seen, value, Utf8View.Compare(value, TextSlot.Get(slot)) < 0);

    /// <summary>MAX of text.</summary>
    /// <param name="slot">Address of the text slot.</param>
    /// <param name="seen">Address of the seen mark.</param>
    /// <param name="value">Value.</param>
    /// <returns>Negative when a shorter text takes the place of a longer one.</returns>
    public static long OfMaximumText(nint slot, nint seen, Utf8View value) =>
        OfText(slot, seen, value, Utf8View.Compare(value, TextSlot.Get(slot)) > 0);

    /// <summary>FIRST_VALUE of text.</summary>
    /// <param name="slot">Address of the text slot.</param>
    /// <param name="seen">Address of the seen mark.</param>
    /// <param name="value">Value.</param>
    /// <returns>0 when there is a first.</returns>
    public static long OfFirstText(nint slot, nint seen, Utf8View value) => OfText(slot, seen, value, isBetter: false);

    /// <summary>LAST_VALUE of text.</summary>
    /// <param name="slot">Address of the text slot.</param>
    /// <param name="seen">Address of the seen mark.</param>
    /// <param name="value">Value.</param>
    /// <returns>Negative when a shorter text takes the place of a longer one.</returns>
    public static long OfLastText(nint slot, nint seen, Utf8View value) => OfText(slot, seen, value, isBetter: true);

    /// <summary>LISTAGG.</summary>
    /// <param name="seen">Address of the seen mark.</param>
    /// <param name="value">Value.</param>
    /// <param name="separator">What stands between two values.</param>
    /// <returns>The value, and the separator in front of it.</returns>
    public static long OfList(nint seen, Utf8View value, byte[] separator)
    {
        ArgumentNullException.ThrowIfNull(separator);
        return value.LengthBytes + (Raw.Read<long>(seen) == 0 ? 0 : separator.Length);
    }

    /// <summary>A fixed-size element of a set.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="groups">Operator that owns the sets.</param>
    /// <param name="context">Scratch memory for the value's bytes.</param>
    /// <param name="slot">Address of the set's slot.</param>
    /// <param name="value">Value.</param>
    /// <returns>0 when the set has it.</returns>
    public static long OfElement<T>(KeyedGroups groups, ScalarContext context, nint slot, T value)
        where T : unmanaged => HasElement(groups, context, slot, value) ? 0 : Raw.SizeOf<T>();

    /// <summary>An element of a set of texts.</summary>
    /// <param name="groups">Operator that owns the sets.</param>
    /// <param name="slot">Address of the set's slot.</param>
    /// <param name="value">Value.</param>
    /// <returns>0 when the set has it.</returns>
    public static long OfTextElement(KeyedGroups groups, nint slot, Utf8View value) =>
        HasTextElement(groups, slot, value) ? 0 : value.LengthBytes;

    /// <summary>Whether a set has a fixed-size element.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="groups">Operator that owns the sets.</param>
    /// <param name="context">Scratch memory for the value's bytes.</param>
    /// <param name="slot">Address of the set's slot.</param>
    /// <param name="value">Value.</param>
    /// <returns>Whether it has.</returns>
    public static bool HasElement<T>(KeyedGroups groups, ScalarContext context, nint slot, T value)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(context);
        int lengthBytes = Raw.SizeOf<T>();
        nint bytes = context.Scratch.Take(lengthBytes);
        Raw.Write(bytes, value);
        return groups.Distinct.Contains(slot, bytes, lengthBytes);
    }

    /// <summary>Whether a set has a text.</summary>
    /// <param name="groups">Operator that owns the sets.</param>
    /// <param name="slot">Address of the set's slot.</param>
    /// <param name="value">Value.</param>
    /// <returns>Whether it has.</returns>
    public static bool HasTextElement(KeyedGroups groups, nint slot, Utf8View value)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return groups.Distinct.Contains(slot, value.Address, value.LengthBytes);
    }

    private static long OfText(nint slot, nint seen, Utf8View value, bool isBetter) =>
        Raw.Read<long>(seen) == 0 || isBetter ? value.LengthBytes - TextSlot.Get(slot).LengthBytes : 0;
}
