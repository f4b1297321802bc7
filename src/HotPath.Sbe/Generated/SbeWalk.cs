using System.Runtime.CompilerServices;
using HotPath.Sbe.Reading;

namespace HotPath.Sbe.Generated;

/// <summary>
/// Steps of generated decoders over groups and data. Lengths are compared without sign before they are used. What is
/// wrong is given by value and made out of line, so that it costs good frames nothing.
/// </summary>
public static class SbeWalk
{
    /// <summary>What is wrong with a frame.</summary>
    /// <param name="kind">What is wrong.</param>
    /// <param name="offsetBytes">Place in the frame. Unit: bytes.</param>
    /// <param name="found">The number that was found.</param>
    /// <param name="member">Name of the member; null for the header.</param>
    /// <returns>The error.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static SbeError Fault(SbeErrorKind kind, int offsetBytes, ulong found, string? member) =>
        new(kind, offsetBytes, found) { MemberName = member };

    /// <summary>What is wrong with entries that cannot all be there.</summary>
    /// <param name="positionBytes">Place of the first entry. Unit: bytes.</param>
    /// <param name="entryBytes">Length of an entry's block on the wire. Unit: bytes.</param>
    /// <param name="count">Number of entries.</param>
    /// <param name="minimumBytes">Shortest block of the version. Unit: bytes.</param>
    /// <param name="leastBytes">Least that an entry takes with what follows its block. Unit: bytes.</param>
    /// <param name="group">Name of the group.</param>
    /// <returns>The error.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static SbeError EntriesFault(
        int positionBytes, ulong entryBytes, ulong count, int minimumBytes, ulong leastBytes, string group) =>
        entryBytes < (ulong)minimumBytes ? Fault(SbeErrorKind.BlockTooShort, positionBytes, entryBytes, group)
            : leastBytes == 0 ? Fault(SbeErrorKind.EntriesEmpty, positionBytes, count, group)
            : Fault(SbeErrorKind.EntriesPastEnd, positionBytes, count, group);

    /// <summary>What is wrong with data that <see cref="TrySkip"/> did not step over.</summary>
    /// <param name="positionBytes">Place of the length. Unit: bytes.</param>
    /// <param name="lengthBytes">Length on the wire. Unit: bytes.</param>
    /// <param name="maxBytes">Longest that the schema allows. Unit: bytes.</param>
    /// <param name="data">Name of the member.</param>
    /// <returns>The error.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static SbeError DataFault(int positionBytes, uint lengthBytes, uint maxBytes, string data) =>
        Fault(
            lengthBytes > maxBytes ? SbeErrorKind.DataTooLong : SbeErrorKind.DataPastEnd,
            positionBytes, lengthBytes, data);

    /// <summary>Steps over data of variable length whose length was read.</summary>
    /// <param name="frameBytes">Length of the frame. Unit: bytes.</param>
    /// <param name="prefixBytes">Room of the length, which is there. Unit: bytes.</param>
    /// <param name="lengthBytes">Length on the wire. Unit: bytes.</param>
    /// <param name="maxBytes">Longest that the schema allows. Unit: bytes.</param>
    /// <param name="positionBytes">Place of the length; becomes that of what follows. Unit: bytes.</param>
    /// <returns>Whether all of it is there and no longer than allowed; the place stays otherwise.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TrySkip(
        int frameBytes, int prefixBytes, uint lengthBytes, uint maxBytes, scoped ref int positionBytes)
    {
        int atBytes = positionBytes + prefixBytes;
        if (lengthBytes > maxBytes || lengthBytes > (uint)(frameBytes - atBytes))
        {
            return false;
        }

        positionBytes = atBytes + (int)lengthBytes;
        return true;
    }
}
