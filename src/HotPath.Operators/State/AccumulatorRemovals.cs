using HotPath.Foundation.Memory;

namespace HotPath.Operators.State;

/// <summary>
/// Undoes of <see cref="AccumulatorMerges"/>, where there are exact ones: the target comes to hold what it would had
/// the source never been merged into it. The source stays what it is.
/// </summary>
/// <remarks>Threading: single-threaded. Integers wrap, so that they come back whatever lay between.</remarks>
public static class AccumulatorRemovals
{
    /// <summary>COUNT.</summary>
    /// <param name="target">Address of the target's slot.</param>
    /// <param name="source">Address of the source's slot.</param>
    public static void Count(nint target, nint source) => Raw.Ref<long>(target) -= Raw.Read<long>(source);

    /// <summary>SUM and AVG of integers.</summary>
    /// <param name="target">Address of the target's slot.</param>
    /// <param name="source">Address of the source's slot.</param>
    public static void Integers(nint target, nint source)
    {
        Raw.Ref<long>(target) = unchecked(Raw.Read<long>(target) - Raw.Read<long>(source));
        Raw.Ref<long>(target + 8) -= Raw.Read<long>(source + 8);
    }
}
