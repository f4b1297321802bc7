using System;
using System.Globalization;
using HotPath.Dataflow.Rows;

namespace HotPath.Dataflow.Outputs;

/// <summary>
/// The identity of an output as people and programs write it: position, statement, tenant and index in decimal, joined
/// by hyphens, for example <c>184320-1-0-7</c>. The form is stable.
/// </summary>
public static class OutputIdText
{
    private const int Parts = 4;

    /// <summary>The text of an identity.</summary>
    /// <param name="identity">The identity.</param>
    /// <returns>The text.</returns>
    public static string Of(in OutputIdentity identity) => string.Create(
        CultureInfo.InvariantCulture,
        $"{identity.Position}-{identity.Statement}-{identity.Tenant}-{identity.Index}");

    /// <summary>Reads what <see cref="Of"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <param name="identity">The identity, of kind +I, which the text does not hold.</param>
    /// <returns><see langword="false"/> for a text that is none.</returns>
    public static bool TryParse(string text, out OutputIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('-');
        bool isOne = TryRead(parts, 0, long.MaxValue, out long position)
            & TryRead(parts, 1, int.MaxValue, out long statement)
            & TryRead(parts, 2, int.MaxValue, out long tenant)
            & TryRead(parts, 3, long.MaxValue, out long index);
        identity = new OutputIdentity(position, (int)statement, (int)tenant, index, RowKind.Insert);
        return isOne && parts.Length == Parts;
    }

    private static bool TryRead(string[] parts, int part, long most, out long number)
    {
        number = 0;
        return part < parts.Length
            && long.TryParse(parts[part], NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number <= most;
    }
}
