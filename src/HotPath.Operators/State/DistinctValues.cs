using System;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.Scalars;
using HotPath.Operators.Windows;

namespace HotPath.Operators.State;

/// <summary>How compiled code puts a value into the set of a DISTINCT aggregate.</summary>
public static class DistinctValues
{
    /// <summary>Adds a fixed-size value.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="window">Operator that owns the sets.</param>
    /// <param name="context">Scratch memory for the value's bytes.</param>
    /// <param name="slot">Address of the set's slot.</param>
    /// <param name="hashes">Address of the set's hash.</param>
    /// <param name="value">Value.</param>
    /// <returns>Whether it is new to the set.</returns>
    public static bool Add<T>(TumblingWindowOperator window, ScalarContext context, nint slot, nint hashes, T value)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(context);
        int lengthBytes = Raw.SizeOf<T>();
        nint bytes = context.Scratch.Take(lengthBytes);
        Raw.Write(bytes, value);
        return window.Distinct.Add(window.Located, slot, hashes, bytes, lengthBytes);
    }

    /// <summary>Adds a text.</summary>
    /// <param name="window">Operator that owns the sets.</param>
    /// <param name="slot">Address of the set's slot.</param>
    /// <param name="hashes">Address of the set's hash.</param>
    /// <param name="value">Value.</param>
    /// <returns>Whether it is new to the set.</returns>
    public static bool AddText(TumblingWindowOperator window, nint slot, nint hashes, Utf8View value)
    {
        ArgumentNullException.ThrowIfNull(window);
        return window.Distinct.Add(window.Located, slot, hashes, value.Address, value.LengthBytes);
    }
}
