using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using HotPath.Client.Protocol;

namespace HotPath.Connectors.Tcp;

/// <summary>What a table's clients did.</summary>
/// <remarks>Threading: one writer (the network's thread); others may read stale values.</remarks>
public sealed class IngressCounters
{
    private const int ReasonsMax = 32;

    private readonly long[] _byes = new long[ReasonsMax];
    private long _connections;
    private long _records;
    private long _duplicates;

    /// <summary>Connections that were accepted. Unit: connections.</summary>
    public long Connections => Volatile.Read(ref _connections);

    /// <summary>Records that were taken. Unit: records.</summary>
    public long Records => Volatile.Read(ref _records);

    /// <summary>Records that were sent again although they were taken already, and dropped. Unit: records.</summary>
    public long Duplicates => Volatile.Read(ref _duplicates);

    /// <summary>Connections that were ended for a reason.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns>Unit: connections.</returns>
    public long Ended(ByeReason reason) => Volatile.Read(ref _byes[(int)reason]);

    /// <summary>Whether any connection was ended for more than that sender or node had finished.</summary>
    public bool HasRefusals => Reasons().Any(reason => Ended(reason) > 0);

    /// <summary>One line for people.</summary>
    /// <returns>The line.</returns>
    public override string ToString()
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Connections} connections, {Records} records, {Duplicates} more were sent again and dropped");
        string refusals = string.Join(", ", Reasons().Where(reason => Ended(reason) > 0)
            .Select(reason => string.Create(CultureInfo.InvariantCulture, $"{Ended(reason)} {reason}")));
        return refusals.Length > 0 ? $"{text}; connections ended: {refusals}" : text;
    }

    internal void NoteConnection() => Volatile.Write(ref _connections, _connections + 1);

    internal void NoteRecord() => Volatile.Write(ref _records, _records + 1);

    internal void NoteDuplicate() => Volatile.Write(ref _duplicates, _duplicates + 1);

    internal void NoteEnd(ByeReason reason) => Volatile.Write(ref _byes[(int)reason], _byes[(int)reason] + 1);

    private static IEnumerable<ByeReason> Reasons() => Enum.GetValues<ByeReason>()
        .Where(static reason => reason is > ByeReason.STOPPING and not ByeReason.NULL_VALUE);
}
