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
