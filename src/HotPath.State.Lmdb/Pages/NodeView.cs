using System;

namespace HotPath.State.Lmdb.Pages;

/// <summary>One node of a <see cref="PageView"/>.</summary>
internal readonly ref struct NodeView
{
    /// <summary>Its key.</summary>
    public ReadOnlySpan<byte> Key { get; init; }

    /// <summary>What stands behind the key.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>Flags of a leaf's node.</summary>
    public int Flags { get; init; }

    /// <summary>Length of a leaf's value, wherever it is. Unit: bytes.</summary>
    public uint DataBytes { get; init; }

    /// <summary>Page below a branch's node.</summary>
    public ulong Child { get; init; }
}
