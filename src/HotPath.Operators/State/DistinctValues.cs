using System;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.Groups;
using HotPath.Operators.Scalars;

namespace HotPath.Operators.State;

/// <summary>How compiled code puts a value into the set of a DISTINCT aggregate.</summary>
public static class DistinctValues
{
    /// <summary>Adds a fixed-size value.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="groups">Operator that owns the sets.</param>
    /// <param name="context">Scratch memory for the value's bytes.</param>
    /// <param name="slot">Address of the set's slot.</param>
    /// <param name="hashes">Address of the set's hash.</param>
    /// <param name="value">Value.</param>
    /// <returns>Whether it is new to the set.</returns>
    public static bool Add<T>(KeyedGroups groups, ScalarContext context, nint slot, nint hashes, T value)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(context);
        int lengthBytes = Raw.SizeOf<T>();
        nint bytes = context.Scratch.Take(lengthBytes);
        Raw.Write(bytes, value);
        return groups.Distinct.Add(groups.Located, slot, hashes, bytes, lengthBytes);
    }

    /// <summary>Adds a copy of a fixed-size value.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="groups">Operator that owns the sets.</param>
    /// <param name="context">Scratch memory for the value's bytes.</param>
    /// <param name="slot">Address of the set's slot.</param>
    /// <param name="hashes">Address of the set's hash.</param>
    /// <param name="value">Value.</param>
    /// <returns>Whether it is the first copy.</returns>
    public static bool AddCopy<T>(KeyedGroups groups, ScalarContext context, nint slot, nint hashes, T value)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(groups);
        nint bytes = Bytes(context, value);
        return groups.Distinct.AddCopy(
            groups.Located, slot, hashes, bytes, Raw.SizeOf<T>(), groups.RowNumber);
    }

    /// <summary>Takes a copy of a fixed-size value out.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="groups">Operator that owns the sets.</param>
    /// <param name="context">Scratch memory for the value's bytes.</param>
    /// <param name="slot">Address of the set's slot.</param>
    /// <param name="hashes">Address of the set's hash.</param>
    /// <param name="value">Value.</param>
    /// <returns>Whether it was the last copy.</returns>
    public static bool RemoveCopy<T>(KeyedGroups groups, ScalarContext context, nint slot, nint hashes, T value)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(groups);
        int lengthBytes = Raw.SizeOf<T>();
        bool isLast = groups.Distinct.RemoveCopy(slot, hashes, Bytes(context, value), lengthBytes);
        return Removed(groups, isLast, lengthBytes);
    }

    /// <summary>Adds a copy of a text.</summary>
    /// <param name="groups">Operator that owns the sets.</param>
    /// <param name="slot">Address of the set's slot.</param>
    /// <param name="hashes">Address of the set's hash.</param>
    /// <param name="value">Value.</param>
    /// <returns>Whether it is the first copy.</returns>
    public static bool AddTextCopy(KeyedGroups groups, nint slot, nint hashes, Utf8View value)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return groups.Distinct.AddCopy(
            groups.Located, slot, hashes, value.Address, value.LengthBytes, groups.RowNumber);
    }

    /// <summary>Takes a copy of a text out.</summary>
    /// <param name="groups">Operator that owns the sets.</param>
    /// <param name="slot">Address of the set's slot.</param>
    /// <param name="hashes">Address of the set's hash.</param>
    /// <param name="value">Value.</param>
    /// <returns>Whether it was the last copy.</returns>
    public static bool RemoveTextCopy(KeyedGroups groups, nint slot, nint hashes, Utf8View value)
    {
        ArgumentNullException.ThrowIfNull(groups);
        bool isLast = groups.Distinct.RemoveCopy(slot, hashes, value.Address, value.LengthBytes);
        return Removed(groups, isLast, value.LengthBytes);
    }

    private static bool Removed(KeyedGroups groups, bool isLast, int lengthBytes)
    {
        groups.Shrink(isLast ? lengthBytes : 0);
        return isLast;
    }

    private static nint Bytes<T>(ScalarContext context, T value)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(context);
        nint bytes = context.Scratch.Take(Raw.SizeOf<T>());
        Raw.Write(bytes, value);
        return bytes;
    }

    /// <summary>Adds a text.</summary>
    /// <param name="groups">Operator that owns the sets.</param>
    /// <param name="slot">Address of the set's slot.</param>
    /// <param name="hashes">Address of the set's hash.</param>
    /// <param name="value">Value.</param>
    /// <returns>Whether it is new to the set.</returns>
    public static bool AddText(KeyedGroups groups, nint slot, nint hashes, Utf8View value)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return groups.Distinct.Add(groups.Located, slot, hashes, value.Address, value.LengthBytes);
    }
}
