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
    private long _bytes;
    private long _duplicates;
    private long _clients;

    /// <summary>Connections that were accepted. Unit: connections.</summary>
    public long Connections => Volatile.Read(ref _connections);

    /// <summary>Records that were taken. Unit: records.</summary>
    public long Records => Volatile.Read(ref _records);

    /// <summary>Content of those records. Unit: bytes.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Client ids that are connected or have records in the log. Unit: clients.</summary>
    public long Clients => Volatile.Read(ref _clients);

    /// <summary>Why a node ends connections, but for its own end and the client's.</summary>
    public static IReadOnlyList<ByeReason> Refusals { get; } =
    [
        .. Enum.GetValues<ByeReason>()
            .Where(static reason => reason is > ByeReason.STOPPING and not ByeReason.NULL_VALUE),
    ];

    /// <summary>Records that were sent again although they were taken already, and dropped. Unit: records.</summary>
    public long Duplicates => Volatile.Read(ref _duplicates);

    /// <summary>Connections that were ended for a reason.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns>Unit: connections.</returns>
    public long Ended(ByeReason reason) => Volatile.Read(ref _byes[(int)reason]);

    /// <summary>Whether any connection was ended for more than that sender or node had finished.</summary>
    public bool HasRefusals => Refusals.Any(reason => Ended(reason) > 0);

    /// <summary>One line for people.</summary>
    /// <returns>The line.</returns>
    public override string ToString()
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Connections} connections, {Records} records, {Duplicates} more were sent again and dropped");
        string refusals = string.Join(", ", Refusals.Where(reason => Ended(reason) > 0)
            .Select(reason => string.Create(CultureInfo.InvariantCulture, $"{Ended(reason)} {reason}")));
        return refusals.Length > 0 ? $"{text}; connections ended: {refusals}" : text;
    }

    internal void NoteConnection() => Volatile.Write(ref _connections, _connections + 1);

    internal void NoteRecord(int contentBytes)
    {
        Volatile.Write(ref _records, _records + 1);
        Volatile.Write(ref _bytes, _bytes + contentBytes);
    }

    internal void NoteClients(int clients) => Volatile.Write(ref _clients, clients);

    internal void NoteDuplicate() => Volatile.Write(ref _duplicates, _duplicates + 1);

    internal void NoteEnd(ByeReason reason) => Volatile.Write(ref _byes[(int)reason], _byes[(int)reason] + 1);
}
