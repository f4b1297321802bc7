using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using HotPath.Foundation.Errors;
using HotPath.Sbe.Reading;

namespace HotPath.Sbe.Generated;

/// <summary>Throwing of generated code, kept out of line.</summary>
public static class SbeThrow
{
    /// <summary>Octets are no message of a schema.</summary>
    /// <param name="error">What is wrong.</param>
    /// <exception cref="HotPathException">HP1004, always.</exception>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Malformed(SbeError error) =>
        throw new HotPathException(ErrorCode.SbeInvalid, $"the message is malformed: {error}");

    /// <summary>A group or data was asked of a decoder that knows its root block only.</summary>
    /// <param name="member">What was asked for.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void NotLocated(string member) => throw new InvalidOperationException(
        $"{member} is not located: use TryWrap, which checks and locates groups and data; "
        + "TryWrapRoot gives the fields of the root block only");

    /// <summary>An entry was asked of an enumerator that stands before the first or behind the last.</summary>
    /// <param name="group">Name of the group.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void NoEntry(string group) => throw new InvalidOperationException(
        $"{group} has no entry here: call MoveNext, and read Current only while it returns true");

    /// <summary>A member of an entry was written before the entry was begun.</summary>
    /// <param name="group">Name of the group.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void NotBegun(string group) => throw new InvalidOperationException(
        $"no entry of {group} is begun: call Next before you set its members");

    /// <summary>An encoder was used that no Wrap gave.</summary>
    /// <param name="message">Name of the message or composite.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void NotWrapped(string message) => throw new InvalidOperationException(
        $"the encoder or decoder of {message} has no octets: get it from Wrap or TryWrap");

    /// <summary>More entries were begun than the group was opened with.</summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="countEntries">Entries that it was opened with.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void NoMoreEntries(string group, int countEntries) => throw new InvalidOperationException(
        $"{group} was opened with {countEntries} entries, and all of them are begun: "
        + "open it with as many as you write");

    /// <summary>A member was written out of its turn.</summary>
    /// <param name="member">What was written.</param>
    /// <param name="missing">Steps that were left out in front of it; negative when it comes too late.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void OutOfOrder(string member, long missing) => throw new InvalidOperationException(
        missing > 0
            ? $"{member} is written too early: {missing} steps in front of it are missing; write groups and data in "
            + "the order of the schema, begin every entry of a group, and write an empty group with a count of 0"
            : $"{member} is written too late: it, or what follows it, is written already");

    /// <summary>A message was finished before all of it was written.</summary>
    /// <param name="message">Name of the message.</param>
    /// <param name="missing">Steps that are missing.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Incomplete(string message, long missing) => throw new InvalidOperationException(
        $"{message} is not complete: {missing} groups, entries or data are missing; write empty ones too");

    /// <summary>A buffer is too small for what is written.</summary>
    /// <param name="member">What is written.</param>
    /// <param name="neededBytes">Room that it needs. Unit: bytes.</param>
    /// <param name="roomBytes">Room that there is. Unit: bytes.</param>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void BufferTooSmall(string member, int neededBytes, int roomBytes) => throw new ArgumentException(
        $"{member} needs {neededBytes} bytes, the buffer has {roomBytes} left: give a larger one");

    /// <summary>Text or data is too long.</summary>
    /// <param name="member">What is written.</param>
    /// <param name="lengthBytes">Its length. Unit: bytes.</param>
    /// <param name="maxBytes">Longest that the schema allows. Unit: bytes.</param>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void TooLong(string member, int lengthBytes, uint maxBytes) => throw new ArgumentException(
        $"{member} has {lengthBytes} bytes: the schema allows {maxBytes} at most");

    /// <summary>An array has another length than the schema says.</summary>
    /// <param name="member">What is written.</param>
    /// <param name="lengthElements">Its length. Unit: elements.</param>
    /// <param name="wantedElements">Length by the schema. Unit: elements.</param>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void WrongLength(string member, int lengthElements, int wantedElements) =>
        throw new ArgumentException(
            $"{member} has {lengthElements} elements: the schema wants {wantedElements}");

    /// <summary>An element outside an array, or an entry outside a group, was asked for.</summary>
    /// <param name="member">Name of the member.</param>
    /// <param name="index">Index that was asked for.</param>
    /// <param name="count">Number of elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">Always.</exception>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void NoElement(string member, int index, int count) => throw new ArgumentOutOfRangeException(
        nameof(index), $"{member} has no element {index}: it has {count}");

    /// <summary>A group was opened with a number of entries that the schema does not allow.</summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="count">The number.</param>
    /// <param name="min">Fewest that the schema allows.</param>
    /// <param name="max">Most that the schema allows.</param>
    /// <exception cref="ArgumentOutOfRangeException">Always.</exception>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void WrongCount(string group, int count, long min, long max) => throw new ArgumentOutOfRangeException(
        nameof(count), $"{group} is opened with {count} entries: the schema allows {min} to {max}");
}
