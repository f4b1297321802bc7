using System;

namespace HotPath.Dataflow.Outputs;

/// <summary>
/// How far rows are whole: every row of a frame before a position, and of the frame at it the rows up to those of one
/// statement and tenant that there are already. No row that comes later is below it.
/// </summary>
/// <remarks>
/// The second half is what lets a firing out while it is worked off: its rows come in the order of their numbers.
/// </remarks>
/// <param name="Position">Unit: bytes.</param>
/// <param name="Key">Statement and tenant, in their order; -1: nothing of the frame at the position.</param>
public readonly record struct OutputFrontier(long Position, long Key) : IComparable<OutputFrontier>
{
    private const long Nothing = -1;

    /// <summary>Above everything.</summary>
    public static OutputFrontier Unlimited => Before(long.MaxValue);

    /// <summary>All rows of the frames before a position.</summary>
    /// <param name="position">Unit: bytes.</param>
    /// <returns>The frontier.</returns>
    public static OutputFrontier Before(long position) => new(position, Nothing);

    /// <summary>As far as a firing has come that is worked off.</summary>
    /// <param name="position">Position of the frame that caused it. Unit: bytes.</param>
    /// <param name="statement">The statement whose rows it makes.</param>
    /// <param name="tenant">The tenant; 0 for global.</param>
    /// <returns>The frontier.</returns>
    public static OutputFrontier Within(long position, int statement, int tenant) =>
        new(position, KeyOf(statement, tenant));

    /// <summary>Whether nothing can come before a row any more.</summary>
    /// <param name="row">The row.</param>
    /// <returns>Whether the row may be released.</returns>
    public bool Covers(in OutputIdentity row) =>
        row.Position < Position || (row.Position == Position && KeyOf(row.Statement, row.Tenant) <= Key);

    /// <summary>The lower of two.</summary>
    /// <param name="other">The other.</param>
    /// <returns>What both allow.</returns>
    public OutputFrontier Min(OutputFrontier other) => CompareTo(other) <= 0 ? this : other;

    /// <summary>The higher of two.</summary>
    /// <param name="other">The other.</param>
    /// <returns>What one of them allows.</returns>
    public OutputFrontier Max(OutputFrontier other) => CompareTo(other) >= 0 ? this : other;

    /// <inheritdoc/>
    public int CompareTo(OutputFrontier other) =>
        Position != other.Position ? Position.CompareTo(other.Position) : Key.CompareTo(other.Key);

    /// <summary>Comes earlier.</summary>
    /// <param name="left">First.</param>
    /// <param name="right">Second.</param>
    /// <returns>Whether left is lower.</returns>
    public static bool operator <(OutputFrontier left, OutputFrontier right) => left.CompareTo(right) < 0;

    /// <summary>Comes later.</summary>
    /// <param name="left">First.</param>
    /// <param name="right">Second.</param>
    /// <returns>Whether left is higher.</returns>
    public static bool operator >(OutputFrontier left, OutputFrontier right) => left.CompareTo(right) > 0;

    /// <summary>Comes earlier or is the same.</summary>
    /// <param name="left">First.</param>
    /// <param name="right">Second.</param>
    /// <returns>Whether left is not higher.</returns>
    public static bool operator <=(OutputFrontier left, OutputFrontier right) => left.CompareTo(right) <= 0;

    /// <summary>Comes later or is the same.</summary>
    /// <param name="left">First.</param>
    /// <param name="right">Second.</param>
    /// <returns>Whether left is not lower.</returns>
    public static bool operator >=(OutputFrontier left, OutputFrontier right) => left.CompareTo(right) >= 0;

    private static long KeyOf(int statement, int tenant) => ((long)statement << 32) | (uint)tenant;
}
