using System;
using System.Runtime.CompilerServices;
using HotPath.Foundation.Errors;
using HotPath.Sbe.Reading;

namespace HotPath.Sbe.Generated;

/// <summary>The exceptions that <see cref="SbeThrow"/> throws, made out of line.</summary>
internal static class SbeMisuse
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static HotPathException Malformed(SbeError error) => new(
        ErrorCode.SbeInvalid, $"the message is malformed: {error}");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static HotPathException Changed(string member) => new(
        ErrorCode.SbeInvalid,
        $"the octets of {member} changed while they were read: keep a frame as it is, or read a copy of it");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static InvalidOperationException NotLocated(string member) => new(
        $"{member} is not located: use TryWrap, which checks and locates groups and data; "
        + "TryWrapRoot gives the fields of the root block only");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static InvalidOperationException NoEntry(string group) => new(
        $"{group} has no entry here: call MoveNext, and read Current only while it returns true");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static InvalidOperationException NotBegun(string group) => new(
        $"no entry of {group} is begun: call Next before you set its members");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static InvalidOperationException NotWrapped(string message) => new(
        $"the encoder or decoder of {message} has no octets: get it from Wrap or TryWrap");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static InvalidOperationException NoMoreEntries(string group, int countEntries) => new(
        $"{group} was opened with {countEntries} entries, and all of them are begun: "
        + "open it with as many as you write");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static InvalidOperationException OutOfOrder(string member, long missing) => new(
        missing > 0
            ? $"{member} is written too early: {missing} steps in front of it are missing; write groups and data in "
            + "the order of the schema, begin every entry of a group, and write an empty group with a count of 0"
            : $"{member} is written too late: it, or what follows it, is written already");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static InvalidOperationException Incomplete(string message, long missing) => new(
        $"{message} is not complete: {missing} groups, entries or data are missing; write empty ones too");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ArgumentException BufferTooSmall(string member, long neededBytes, int roomBytes) => new(
        $"{member} needs {neededBytes} bytes, the buffer has {roomBytes} left: give a larger one");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ArgumentException TooLong(string member, int lengthBytes, uint maxBytes) => new(
        $"{member} has {lengthBytes} bytes: the schema allows {maxBytes} at most");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ArgumentException WrongLength(string member, int lengthElements, int wantedElements) => new(
        $"{member} has {lengthElements} elements: the schema wants {wantedElements}");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ArgumentOutOfRangeException NoElement(string member, int index, int count) => new(
        nameof(index), $"{member} has no element {index}: it has {count}");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ArgumentOutOfRangeException EntriesEmpty(string group, int count) => new(
        nameof(count),
        $"{group} is opened with {count} entries, which take no octets in this version of the schema: decoders refuse "
        + "them, open it with 0");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ArgumentOutOfRangeException WrongCount(string group, int count, long min, long max) => new(
        nameof(count), $"{group} is opened with {count} entries: the schema allows {min} to {max}");
}
