using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Errors;
using HotPath.Daemon.Terminals;
using HotPath.Foundation.Errors;
using HotPath.State.Lmdb;
using HotPath.State.Lmdb.Snapshots;

namespace HotPath.Daemon.Commands;

/// <summary><c>hotpath state</c>: tables for people and other programs, fields separated by tabs.</summary>
internal sealed class StateCommand
{
    private readonly ConsoleStreams _streams;

    /// <summary>The command.</summary>
    /// <param name="streams">Standard streams.</param>
    public StateCommand(ConsoleStreams streams) => _streams = streams;

    /// <summary>Shows what was asked for.</summary>
    /// <param name="arguments">As given.</param>
    /// <returns>Exit code.</returns>
    public int Run(StateArguments arguments)
    {
        using var output = new OutputPipe(_streams.OpenOutput(), static () => { }, static () => { });
        using var text = new StreamWriter(output);
        switch (arguments.Action)
        {
            case StateAction.Get:
                Get(arguments, text);
                break;
            case StateAction.Dump:
                Dump(arguments, text);
                break;
            case StateAction.Diff:
                Diff(arguments, text);
                break;
            default:
                List(arguments, text);
                break;
        }

        return (int)ExitCode.Ok;
    }

    private static void List(StateArguments arguments, TextWriter text)
    {
        using LmdbStateReader reader = Open(arguments.DataDirectory, arguments.Snapshot);
        text.WriteLine($"position {reader.Position}, records {reader.RecordCount}");
        text.WriteLine($"{StateLine.KeyHeader}\trecords\tkey bytes\tvalue bytes");
        string group = string.Empty;
        (long Records, long KeyBytes, long ValueBytes) sum = default;
        reader.ReadAll([], (key, value) =>
        {
            string next = StateLine.KeyFields(key);
            if (next != group)
            {
                WriteGroup(text, group, sum);
                group = next;
                sum = default;
            }

            sum = (sum.Records + 1, sum.KeyBytes + key.Length, sum.ValueBytes + value.Length);
        });
        WriteGroup(text, group, sum);
        foreach (StateSnapshot snapshot in LmdbCheckpointStore.ListSnapshots(arguments.DataDirectory))
        {
            text.WriteLine($"snapshot {snapshot.Position}, {snapshot.FileBytes} bytes");
        }
    }

    private static void WriteGroup(
        TextWriter text, string group, (long Records, long KeyBytes, long ValueBytes) sum)
    {
        if (sum.Records > 0)
        {
            text.WriteLine($"{group}\t{sum.Records}\t{sum.KeyBytes}\t{sum.ValueBytes}");
        }
    }

    private static void Get(StateArguments arguments, TextWriter text)
    {
        byte[] key = KeyOf(arguments.Key);
        using LmdbStateReader reader = Open(arguments.DataDirectory, arguments.Snapshot);
        if (!reader.TryRead(key, (_, value) => text.WriteLine(Convert.ToHexStringLower(value))))
        {
            throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"{arguments.DataDirectory}: no record of key {arguments.Key} at position {reader.Position}; "
                + "hotpath state dump lists the keys");
        }
    }

    private static void Dump(StateArguments arguments, TextWriter text)
    {
        using LmdbStateReader reader = Open(arguments.DataDirectory, arguments.Snapshot);
        text.WriteLine($"key\t{StateLine.KeyHeader}\tvalue bytes{(arguments.ShowsValues ? "\tvalue" : string.Empty)}");
        reader.ReadAll([], (key, value) => text.WriteLine(StateLine.Of(key, value, arguments.ShowsValues)));
    }

    private static void Diff(StateArguments arguments, TextWriter text)
    {
        var before = new List<(byte[] Key, byte[] Value)>();
        using (LmdbStateReader reader = Open(arguments.DataDirectory, arguments.Snapshot))
        {
            reader.ReadAll([], (key, value) => before.Add((key.ToArray(), value.ToArray())));
        }

        // Both are in key order: walked side by side.
        int next = 0;
        void Line(char sign, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
            text.WriteLine($"{sign}\t{StateLine.Of(key, value, arguments.ShowsValues)}");
        using LmdbStateReader other = Open(arguments.DataDirectory, arguments.Other);
        other.ReadAll([], (key, value) =>
        {
            for (; next < before.Count && before[next].Key.AsSpan().SequenceCompareTo(key) < 0; next++)
            {
                Line('-', before[next].Key, before[next].Value);
            }

            bool isKnown = next < before.Count && key.SequenceEqual(before[next].Key);
            if (isKnown && !value.SequenceEqual(before[next].Value))
            {
                Line('-', before[next].Key, before[next].Value);
            }

            if (!isKnown || !value.SequenceEqual(before[next].Value))
            {
                Line('+', key, value);
            }

            next += isKnown ? 1 : 0;
        });
        foreach ((byte[] key, byte[] value) in before.Skip(next))
        {
            Line('-', key, value);
        }
    }

    private static LmdbStateReader Open(string dataDirectory, long? position)
    {
        if (position is null)
        {
            return LmdbStateReader.Open(dataDirectory);
        }

        IReadOnlyList<StateSnapshot> kept = LmdbCheckpointStore.ListSnapshots(dataDirectory);
        StateSnapshot snapshot = kept.FirstOrDefault(one => one.Position == position)
            ?? throw new HotPathException(
                ErrorCode.InputUnreadable,
                $"{dataDirectory}: no snapshot is kept at position {position}; kept are: "
                + (kept.Count == 0 ? "none" : string.Join(", ", kept.Select(static one => one.Position))));
        return LmdbStateReader.OpenSnapshot(snapshot);
    }

    private static byte[] KeyOf(string digits)
    {
        try
        {
            return Convert.FromHexString(digits);
        }
        catch (FormatException e)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid, $"KEYHEX '{digits}': give an even number of hexadecimal digits", e);
        }
    }
}
