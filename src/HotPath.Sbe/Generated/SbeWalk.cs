using System.Runtime.CompilerServices;
using HotPath.Sbe.Reading;

namespace HotPath.Sbe.Generated;

/// <summary>
/// Steps of generated decoders over groups and data. Lengths are compared without sign before they are used.
/// </summary>
public static class SbeWalk
{
    /// <summary>Notes an error.</summary>
    /// <param name="error">Gets it.</param>
    /// <param name="kind">What is wrong.</param>
    /// <param name="offsetBytes">Place in the frame. Unit: bytes.</param>
    /// <param name="found">The number that was found.</param>
    /// <param name="member">Name of the member; null for the header.</param>
    /// <returns>False.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool Fail(ref SbeError error, SbeErrorKind kind, int offsetBytes, ulong found, string? member)
    {
        error = new SbeError(kind, offsetBytes, found) { MemberName = member };
        return false;
    }

    /// <summary>Checks that the entries of a group can all be there, before the first is looked at.</summary>
    /// <param name="roomBytes">Octets from the first entry to the end of the frame. Unit: bytes.</param>
    /// <param name="positionBytes">Place of the first entry. Unit: bytes.</param>
    /// <param name="entryBytes">Length of an entry's block on the wire. Unit: bytes.</param>
    /// <param name="count">Number of entries, at most <see cref="int.MaxValue"/>.</param>
    /// <param name="minimumBytes">Shortest block of the version. Unit: bytes.</param>
    /// <param name="tailBytes">Least that follows the block of an entry. Unit: bytes.</param>
    /// <param name="group">Name of the group.</param>
    /// <param name="error">Gets what is wrong.</param>
    /// <returns>Whether nothing is wrong.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool CanHold(
        int roomBytes, int positionBytes, ulong entryBytes, ulong count, int minimumBytes, int tailBytes, string group,
        ref SbeError error)
    {
        // A block that is no longer than the frame keeps the product below 2 to the 63.
        ulong leastBytes = entryBytes + (ulong)tailBytes;
        bool isGood = count == 0
            || (entryBytes >= (ulong)minimumBytes
                && entryBytes <= (ulong)roomBytes
                && leastBytes != 0
                && leastBytes * count <= (ulong)roomBytes);
        return isGood || FailEntries(positionBytes, entryBytes, count, minimumBytes, tailBytes, group, ref error);
    }

    /// <summary>Steps over data of variable length whose length was read.</summary>
    /// <param name="frameBytes">Length of the frame. Unit: bytes.</param>
    /// <param name="prefixBytes">Room of the length. Unit: bytes.</param>
    /// <param name="lengthBytes">Length on the wire. Unit: bytes.</param>
    /// <param name="maxBytes">Longest that the schema allows. Unit: bytes.</param>
    /// <param name="positionBytes">Place of the length; becomes that of what follows. Unit: bytes.</param>
    /// <param name="data">Name of the member.</param>
    /// <param name="error">Gets what is wrong.</param>
    /// <returns>Whether nothing is wrong.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Skip(
        int frameBytes, int prefixBytes, uint lengthBytes, uint maxBytes, ref int positionBytes, string data,
        ref SbeError error)
    {
        uint roomBytes = (uint)(frameBytes - positionBytes - prefixBytes);
        if (lengthBytes > maxBytes || lengthBytes > roomBytes)
        {
            SbeErrorKind kind = lengthBytes > maxBytes ? SbeErrorKind.DataTooLong : SbeErrorKind.DataPastEnd;
            return Fail(ref error, kind, positionBytes, lengthBytes, data);
        }

        positionBytes += prefixBytes + (int)lengthBytes;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool FailEntries(
        int positionBytes, ulong entryBytes, ulong count, int minimumBytes, int tailBytes, string group,
        ref SbeError error)
    {
        if (entryBytes < (ulong)minimumBytes)
        {
            return Fail(ref error, SbeErrorKind.BlockTooShort, positionBytes, entryBytes, group);
        }

        bool isEmpty = entryBytes + (ulong)tailBytes == 0;
        SbeErrorKind kind = isEmpty ? SbeErrorKind.EntriesEmpty : SbeErrorKind.EntriesPastEnd;
        return Fail(ref error, kind, positionBytes, count, group);
    }
}
