using System;
using System.Runtime.CompilerServices;
using HotPath.Foundation.Memory;

namespace HotPath.Sbe.Generated;

/// <summary>How far a message is written; a generated encoder shares one with the encoders of its groups.</summary>
/// <remarks>
/// The order of a message is kept by one number: the steps that are still owed, an entry to begin or a group or data to
/// write. Each step knows how many must be left when its turn comes, so that leaving one out, taking one twice and
/// going on before a group is finished all show as a difference. Only checked code counts.
/// </remarks>
public struct SbeCursor : IEquatable<SbeCursor>
{
    /// <summary>Creates a cursor.</summary>
    /// <param name="limitBytes">Octets that are written. Unit: bytes.</param>
    /// <param name="owed">Groups and data of the root.</param>
    public SbeCursor(int limitBytes, long owed)
    {
        LimitBytes = limitBytes;
        Owed = owed;
    }

    /// <summary>Octets that are written. Unit: bytes.</summary>
    public int LimitBytes { readonly get; private set; }

    /// <summary>Steps that are still owed; counted in checked mode only. Unit: groups, entries and data.</summary>
    public long Owed { readonly get; private set; }

    /// <summary>Whether two cursors stand at the same place.</summary>
    /// <param name="left">Any cursor.</param>
    /// <param name="right">Any cursor.</param>
    /// <returns>True when they do.</returns>
    public static bool operator ==(SbeCursor left, SbeCursor right) => left.Equals(right);

    /// <summary>Whether two cursors stand at different places.</summary>
    /// <param name="left">Any cursor.</param>
    /// <param name="right">Any cursor.</param>
    /// <returns>True when they do.</returns>
    public static bool operator !=(SbeCursor left, SbeCursor right) => !left.Equals(right);

    /// <summary>Takes room for what is written next.</summary>
    /// <param name="buffer">Room for the whole message.</param>
    /// <param name="lengthBytes">Room to take. Unit: bytes.</param>
    /// <param name="member">What it is for.</param>
    /// <returns>The room.</returns>
    /// <exception cref="ArgumentException">The buffer has no such room.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Take(Span<byte> buffer, uint lengthBytes, string member) => Room(buffer, lengthBytes, member);

    /// <summary>Takes room for data of variable length.</summary>
    /// <param name="buffer">Room for the whole message.</param>
    /// <param name="prefixBytes">Room of the length in front of it. Unit: bytes.</param>
    /// <param name="lengthBytes">Its length. Unit: bytes.</param>
    /// <param name="maxBytes">Longest that the schema allows. Unit: bytes.</param>
    /// <param name="member">What it is for.</param>
    /// <returns>The room, prefix included.</returns>
    /// <exception cref="ArgumentException">It is too long, or the buffer has no such room.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> TakeData(Span<byte> buffer, int prefixBytes, int lengthBytes, uint maxBytes, string member)
    {
        if ((uint)lengthBytes > maxBytes)
        {
            SbeThrow.TooLong(member, lengthBytes, maxBytes);
        }

        return Room(buffer, (ulong)(uint)prefixBytes + (uint)lengthBytes, member);
    }

    /// <summary>Checks that it is a step's turn, and takes the step.</summary>
    /// <param name="owed">Steps that must be left, this one included.</param>
    /// <param name="more">Steps that it brings: entries of a group and what belongs to each.</param>
    /// <param name="member">What is written.</param>
    /// <exception cref="InvalidOperationException">It is not its turn.</exception>
    public void Step(long owed, long more, string member)
    {
        if (Owed != owed)
        {
            SbeThrow.OutOfOrder(member, Owed - owed);
        }

        Owed = owed - 1 + more;
    }

    /// <summary>Checks that nothing is owed any more.</summary>
    /// <param name="message">Name of the message.</param>
    /// <exception cref="InvalidOperationException">The message is not complete.</exception>
    public readonly void Complete(string message)
    {
        if (Owed != 0)
        {
            SbeThrow.Incomplete(message, Owed);
        }
    }

    /// <inheritdoc/>
    public readonly bool Equals(SbeCursor other) => LimitBytes == other.LimitBytes && Owed == other.Owed;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is SbeCursor other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => LimitBytes;

    // No negative number and no cursor of another buffer gets by the one comparison: no term is above 2 to the 33.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Room(Span<byte> buffer, ulong lengthBytes, string member)
    {
        int atBytes = LimitBytes;
        if ((uint)atBytes + lengthBytes > (uint)buffer.Length)
        {
            SbeThrow.BufferTooSmall(member, (long)lengthBytes, buffer.Length - atBytes);
        }

        LimitBytes = atBytes + (int)lengthBytes;
        return OctetWriter.Block(buffer, atBytes, (int)lengthBytes);
    }
}
