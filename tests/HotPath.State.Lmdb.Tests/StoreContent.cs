using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Checkpoints;

namespace HotPath.State.Lmdb.Tests;

/// <summary>Everything in a store as text, in its order.</summary>
internal static class StoreContent
{
    public static string[] Of(ICheckpointStore store, ReadOnlySpan<byte> prefix = default)
    {
        var records = new List<string>();
        store.ReadAll(prefix, (key, value) => records.Add(Line(key, value)));
        return [.. records];
    }

    public static string[] Of(LmdbStateReader reader, ReadOnlySpan<byte> prefix = default)
    {
        var records = new List<string>();
        reader.ReadAll(prefix, (key, value) => records.Add(Line(key, value)));
        return [.. records];
    }

    public static string[] Of(SortedDictionary<byte[], byte[]> oracle, byte[] prefix) =>
        [.. oracle.Where(record => record.Key.AsSpan().StartsWith(prefix)).Select(static record => Line(record.Key, record.Value))];

    public static string Line(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        $"{Convert.ToHexStringLower(key)}={Convert.ToHexStringLower(value)}";
}
