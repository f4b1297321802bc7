using System;
using HotPath.Dataflow.Rows;

namespace HotPath.Dataflow.Outputs;

/// <summary>
/// Identity of an output and, compared in this order, the total order of all outputs: (position, statement, tenant,
/// index).
/// </summary>
/// <param name="Position">Log position of the frame that caused it. Unit: bytes.</param>
/// <param name="Statement">Id of the statement.</param>
/// <param name="Tenant">Id of the tenant; 0 for global.</param>
/// <param name="Index">Number within (position, statement, tenant), from 0.</param>
/// <param name="Kind">What the row does to the result; not part of the order.</param>
public readonly record struct OutputIdentity(long Position, int Statement, int Tenant, long Index, RowKind Kind)
    : IComparable<OutputIdentity>
{
    /// <inheritdoc/>
    public int CompareTo(OutputIdentity other)
    {
        int order = Position.CompareTo(other.Position);
        order = order != 0 ? order : Statement.CompareTo(other.Statement);
        order = order != 0 ? order : Tenant.CompareTo(other.Tenant);
        return order != 0 ? order : Index.CompareTo(other.Index);
    }

    /// <summary>Comes earlier.</summary>
    /// <param name="left">First.</param>
    /// <param name="right">Second.</param>
    /// <returns>Whether left comes before right.</returns>
    public static bool operator <(in OutputIdentity left, in OutputIdentity right) =>
        left.Position != right.Position ? left.Position < right.Position : left.CompareTo(right) < 0;

    /// <summary>Comes later.</summary>
    /// <param name="left">First.</param>
    /// <param name="right">Second.</param>
    /// <returns>Whether left comes after right.</returns>
    public static bool operator >(in OutputIdentity left, in OutputIdentity right) => left.CompareTo(right) > 0;

    /// <summary>Comes earlier or is the same.</summary>
    /// <param name="left">First.</param>
    /// <param name="right">Second.</param>
    /// <returns>Whether left does not come after right.</returns>
    public static bool operator <=(in OutputIdentity left, in OutputIdentity right) => left.CompareTo(right) <= 0;

    /// <summary>Comes later or is the same.</summary>
    /// <param name="left">First.</param>
    /// <param name="right">Second.</param>
    /// <returns>Whether left does not come before right.</returns>
    public static bool operator >=(in OutputIdentity left, in OutputIdentity right) => left.CompareTo(right) >= 0;
}
