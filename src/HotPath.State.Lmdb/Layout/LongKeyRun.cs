using System;
using System.Collections.Generic;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Memory;

namespace HotPath.State.Lmdb.Layout;

/// <summary>
/// The long keys with one prefix of 400 bytes that a scan has met: they lie in the order of their hashes and are handed
/// out in the order of their bytes. Holds addresses in the mapped file, which stay valid during the transaction.
/// </summary>
/// <remarks>Threading: single-threaded.</remarks>
internal sealed class LongKeyRun
{
    private readonly List<Entry> _entries = [];

    /// <summary>Whether a record belongs to the run.</summary>
    /// <param name="storedKey">Its stored key.</param>
    /// <returns>Whether it does; an empty run is continued by anything.</returns>
    public bool Continues(ReadOnlySpan<byte> storedKey) =>
        _entries.Count == 0
        || (StoredKey.IsLong(storedKey.Length) && _entries[0].Key.StartsWith(storedKey[..StoredKey.PlainBytesMax]));

    /// <summary>Adds a record.</summary>
    /// <param name="key">Its whole key, in the mapped file.</param>
    /// <param name="value">Its value, in the mapped file.</param>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        _entries.Add(new Entry(Raw.AddressOf(key), key.Length, Raw.AddressOf(value), value.Length));

    /// <summary>Hands the run out and empties it.</summary>
    /// <param name="prefix">Records without it are passed over.</param>
    /// <param name="visitor">Called with each.</param>
    public void Visit(ReadOnlySpan<byte> prefix, StateVisitor visitor)
    {
        if (_entries.Count == 0)
        {
            return;
        }

        _entries.Sort(static (left, right) => left.Key.SequenceCompareTo(right.Key));
        foreach (Entry entry in _entries)
        {
            if (entry.Key.StartsWith(prefix))
            {
                visitor(entry.Key, entry.Value);
            }
        }

        _entries.Clear();
    }

    private readonly record struct Entry(nint KeyAddress, int KeyBytes, nint ValueAddress, int ValueBytes)
    {
        public ReadOnlySpan<byte> Key => Raw.Span(KeyAddress, KeyBytes);

        public ReadOnlySpan<byte> Value => Raw.Span(ValueAddress, ValueBytes);
    }
}
