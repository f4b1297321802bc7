using System;
using System.Collections.Generic;

namespace HotPath.State.Lmdb.Tests;

/// <summary>Byte strings by content.</summary>
internal static class ByteKeys
{
    public static readonly IComparer<byte[]> Order =
        Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right));

    public static readonly IEqualityComparer<byte[]> Equality = EqualityComparer<byte[]>.Create(
        static (left, right) => left.AsSpan().SequenceEqual(right), static key => key.Length + (31 * key[^1]));
}
