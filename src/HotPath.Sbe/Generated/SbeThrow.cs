using System;
using System.Diagnostics.CodeAnalysis;
using HotPath.Foundation.Errors;
using HotPath.Sbe.Reading;

namespace HotPath.Sbe.Generated;

/// <summary>Throwing of generated code, kept out of line.</summary>
/// <remarks>
/// Each method throws, does nothing else and may be inlined: so the JIT looks into it, knows that it does not return,
/// and keeps registers for the way on which nothing is thrown. NoInlining would make it a call like any other.
/// </remarks>
public static class SbeThrow
{
    /// <summary>Octets are no message of a schema.</summary>
    /// <param name="error">What is wrong.</param>
    /// <exception cref="HotPathException">HP1004, always.</exception>
    [DoesNotReturn]
    public static void Malformed(SbeError error) => throw SbeMisuse.Malformed(error);

    /// <summary>Octets that were checked are other octets now.</summary>
    /// <param name="member">What was read.</param>
    /// <exception cref="HotPathException">HP1004, always.</exception>
    [DoesNotReturn]
    public static void Changed(string member) => throw SbeMisuse.Changed(member);

    /// <summary>A group or data was asked of a decoder that knows its root block only.</summary>
    /// <param name="member">What was asked for.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    public static void NotLocated(string member) => throw SbeMisuse.NotLocated(member);

    /// <summary>An entry was asked of an enumerator that stands before the first or behind the last.</summary>
    /// <param name="group">Name of the group.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    public static void NoEntry(string group) => throw SbeMisuse.NoEntry(group);

    /// <summary>A member of an entry was written before the entry was begun.</summary>
    /// <param name="group">Name of the group.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    public static void NotBegun(string group) => throw SbeMisuse.NotBegun(group);

    /// <summary>An encoder was used that no Wrap gave.</summary>
    /// <param name="message">Name of the message or composite.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    public static void NotWrapped(string message) => throw SbeMisuse.NotWrapped(message);

    /// <summary>More entries were begun than the group was opened with.</summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="countEntries">Entries that it was opened with.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    public static void NoMoreEntries(string group, int countEntries) =>
        throw SbeMisuse.NoMoreEntries(group, countEntries);

    /// <summary>A member was written out of its turn.</summary>
    /// <param name="member">What was written.</param>
    /// <param name="missing">Steps that were left out in front of it; negative when it comes too late.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    public static void OutOfOrder(string member, long missing) => throw SbeMisuse.OutOfOrder(member, missing);

    /// <summary>A message was finished before all of it was written.</summary>
    /// <param name="message">Name of the message.</param>
    /// <param name="missing">Steps that are missing.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    public static void Incomplete(string message, long missing) => throw SbeMisuse.Incomplete(message, missing);

    /// <summary>A buffer is too small for what is written.</summary>
    /// <param name="member">What is written.</param>
    /// <param name="neededBytes">Room that it needs. Unit: bytes.</param>
    /// <param name="roomBytes">Room that there is. Unit: bytes.</param>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    public static void BufferTooSmall(string member, long neededBytes, int roomBytes) =>
        throw SbeMisuse.BufferTooSmall(member, neededBytes, roomBytes);

    /// <summary>Text or data is too long.</summary>
    /// <param name="member">What is written.</param>
    /// <param name="lengthBytes">Its length. Unit: bytes.</param>
    /// <param name="maxBytes">Longest that the schema allows. Unit: bytes.</param>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    public static void TooLong(string member, int lengthBytes, uint maxBytes) =>
        throw SbeMisuse.TooLong(member, lengthBytes, maxBytes);

    /// <summary>An array has another length than the schema says.</summary>
    /// <param name="member">What is written.</param>
    /// <param name="lengthElements">Its length. Unit: elements.</param>
    /// <param name="wantedElements">Length by the schema. Unit: elements.</param>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    public static void WrongLength(string member, int lengthElements, int wantedElements) =>
        throw SbeMisuse.WrongLength(member, lengthElements, wantedElements);

    /// <summary>An element outside an array, or an entry outside a group, was asked for.</summary>
    /// <param name="member">Name of the member.</param>
    /// <param name="index">Index that was asked for.</param>
    /// <param name="count">Number of elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">Always.</exception>
    [DoesNotReturn]
    public static void NoElement(string member, int index, int count) =>
        throw SbeMisuse.NoElement(member, index, count);

    /// <summary>A group was opened whose entries take no octets.</summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="count">Number of entries.</param>
    /// <exception cref="ArgumentOutOfRangeException">Always.</exception>
    [DoesNotReturn]
    public static void EntriesEmpty(string group, int count) => throw SbeMisuse.EntriesEmpty(group, count);

    /// <summary>A group was opened with a number of entries that the schema does not allow.</summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="count">The number.</param>
    /// <param name="min">Fewest that the schema allows.</param>
    /// <param name="max">Most that the schema allows.</param>
    /// <exception cref="ArgumentOutOfRangeException">Always.</exception>
    [DoesNotReturn]
    public static void WrongCount(string group, int count, long min, long max) =>
        throw SbeMisuse.WrongCount(group, count, min, max);
}
