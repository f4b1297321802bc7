using System;
using System.Collections.Generic;
using HotPath.Foundation.Memory;
using HotPath.Operators.State;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Checkpoints;

/// <summary>Finds the sessions of one operator again while their records come back, and which keys have one.</summary>
/// <remarks>Threading: single-threaded. Allocates freely; lives during a restart.</remarks>
internal sealed class RestoredSessions(SessionWindowOperator sessions)
{
    private readonly Dictionary<string, nint> _byStoredKey = [];
    private readonly HashSet<string> _linkedKeys = [];

    /// <summary>The entry of a session, added if it is not there.</summary>
    /// <param name="pane">Pane of its clock.</param>
    /// <param name="key">First byte of the group key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <param name="storedKey">Group key and number.</param>
    /// <param name="isNew">Whether it was added.</param>
    public nint Find(WindowPane pane, nint key, int keyLength, ReadOnlySpan<byte> storedKey, out bool isNew)
    {
        string name = NameOf(pane.Number, storedKey);
        isNew = !_byStoredKey.TryGetValue(name, out nint entry);
        if (isNew)
        {
            entry = sessions.AddRestored(pane, key, keyLength);
            _byStoredKey.Add(name, entry);
        }

        return entry;
    }

    /// <summary>Puts a whole session among those of its key.</summary>
    /// <returns>Rows applied to it, or 0 when it cannot be.</returns>
    public long Link(WindowClock clock, nint entry)
    {
        ReadOnlySpan<byte> key = Raw.Span(
            Raw.Read<nint>(entry + EntryDescriptor.KeyAddress), Raw.Read<int>(entry + EntryDescriptor.KeyLength));
        long pane = Raw.Read<long>(entry + EntryDescriptor.Owner);
        return sessions.Link(clock, entry, isFirst: _linkedKeys.Add(NameOf(pane, key)));
    }

    private static string NameOf(long pane, ReadOnlySpan<byte> key) => $"{pane}:{Convert.ToHexString(key)}";
}
