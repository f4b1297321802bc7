using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace HotPath.Foundation.Errors;

/// <summary>Throwing kept out of line, so that hot callers stay small enough to inline.</summary>
public static class ThrowHelper
{
    /// <summary>HP3001.</summary>
    /// <param name="invariant">What should have held, with the values seen.</param>
    /// <exception cref="HotPathException">Always.</exception>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void InvariantBroken(string invariant) =>
        throw new HotPathException(ErrorCode.InvariantBroken, $"broken invariant: {invariant}");

    /// <summary>HP3003.</summary>
    /// <param name="what">What was asked for, with its size.</param>
    /// <exception cref="HotPathException">Always.</exception>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void OutOfMemory(string what) => throw new HotPathException(ErrorCode.OutOfMemory, what);
}
