using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.State;
using NUnit.Framework;

namespace HotPath.Operators.Tests.State;

public sealed class KeyedTableTests
{
    private const int ValueBytes = 16;
    private const int InlineKeyBytes = 24;

    [Test]
    public void RandomFindsAndRemovals_AgreeWithADictionary([Range(1, 12)] int seed)
    {
        var random = new SplitMix64((ulong)seed);
        var heap = new NativeHeap();
        using var arena = new SizeClassArena(heap);
        using var table = new KeyedTable(heap, arena, ValueBytes, InlineKeyBytes);
        using var scratch = new ScratchArena(heap);
        var oracle = new Dictionary<(long Owner, string Key), (nint Entry, long Value)>();
        int keys = 1 + (int)(random.Next() % 3000);

        for (int step = 0; step < 20_000; step++)
        {
            long owner = (long)(random.Next() % 3);
            string key = KeyText((int)(random.Next() % (ulong)keys));
            if (random.Next() % 3 == 0 && oracle.Remove((owner, key), out (nint Entry, long Value) removed))
            {
                Assert.That(Raw.Read<long>(removed.Entry + EntryDescriptor.Value), Is.EqualTo(removed.Value), $"seed {seed}");
                table.Remove(removed.Entry);
                continue;
            }

            nint entry = Find(table, scratch, owner, key, out bool added);
            Assert.That(added, Is.EqualTo(!oracle.TryGetValue((owner, key), out (nint Entry, long Value) known)), $"seed {seed} step {step}");
            Assert.That(added || known.Entry == entry, Is.True, $"seed {seed}: an entry moved");
            Assert.That(Raw.Read<long>(entry + EntryDescriptor.Value), Is.EqualTo(known.Value), $"seed {seed} step {step}");
            Raw.Write(entry + EntryDescriptor.Value, (long)step);
            oracle[(owner, key)] = (entry, step);
        }

        Assert.That(table.Count, Is.EqualTo(oracle.Count));
        foreach (((long owner, string key), (nint entry, long value)) in oracle)
        {
            Assert.That(Find(table, scratch, owner, key, out bool added), Is.EqualTo(entry));
            Assert.That(added, Is.False);
            Assert.That(Raw.Read<long>(entry + EntryDescriptor.Value), Is.EqualTo(value));
        }
    }

    [Test]
    public void EqualHashes_OfDifferentKeys_AreDifferentEntries()
    {
        var heap = new NativeHeap();
        using var arena = new SizeClassArena(heap);
        using var table = new KeyedTable(heap, arena, ValueBytes, InlineKeyBytes);
        using var scratch = new ScratchArena(heap);

        nint[] entries = [.. Enumerable.Range(0, 50).Select(i => Find(table, scratch, 0, KeyText(i), out _, hash: 42))];

        Assert.That(entries.Distinct().Count(), Is.EqualTo(50));
        table.Remove(entries[0]);
        Assert.That(Find(table, scratch, 0, KeyText(49), out bool added, hash: 42), Is.EqualTo(entries[49]));
        Assert.That(added, Is.False);
    }

    [Test]
    public void FewHomeSlots_OfManyKeys_AreFoundWhateverIsRemoved([Range(1, 6)] int seed)
    {
        var random = new SplitMix64((ulong)seed);
        var heap = new NativeHeap();
        using var arena = new SizeClassArena(heap);
        using var table = new KeyedTable(heap, arena, ValueBytes, InlineKeyBytes);
        using var scratch = new ScratchArena(heap);
        var oracle = new Dictionary<int, nint>();
        for (int step = 0; step < 5_000; step++)
        {
            // Three homes next to each other, one at the end of the table: runs wrap, and are longer than a slot can tell.
            int key = random.Below(300);
            ulong hash = unchecked((ulong)((key % 3) - 1L));
            if (random.Below(2) == 0 && oracle.Remove(key, out nint removed))
            {
                table.Remove(removed);
                continue;
            }

            nint entry = Find(table, scratch, 0, KeyText(key), out bool added, hash);
            Assert.That(added, Is.EqualTo(!oracle.TryGetValue(key, out nint known)), $"seed {seed} step {step}");
            Assert.That(added || known == entry, Is.True, $"seed {seed} step {step}");
            oracle[key] = entry;
        }

        Assert.That(table.Count, Is.EqualTo(oracle.Count));
    }

    [Test]
    public void SteadyState_CallsNoAllocator()
    {
        var heap = new NativeHeap();
        using var arena = new SizeClassArena(heap);
        using var table = new KeyedTable(heap, arena, ValueBytes, InlineKeyBytes);
        using var scratch = new ScratchArena(heap);
        Churn(table, scratch, rounds: 3);

        long before = heap.AllocatorCalls;
        Churn(table, scratch, rounds: 20);

        Assert.That(heap.AllocatorCalls, Is.EqualTo(before));
    }

    [Test]
    public void Dispose_GivesEverythingBack()
    {
        var heap = new NativeHeap();
        using (var arena = new SizeClassArena(heap))
        using (var table = new KeyedTable(heap, arena, ValueBytes, InlineKeyBytes))
        using (var scratch = new ScratchArena(heap))
        {
            Churn(table, scratch, rounds: 2);
            Assert.That(heap.LiveBytes, Is.Positive);
        }

        Assert.That(heap.LiveBytes, Is.Zero);
    }

    private static void Churn(KeyedTable table, ScratchArena scratch, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            nint[] entries = [.. Enumerable.Range(0, 2000).Select(i => Find(table, scratch, round, KeyText(i), out _))];
            foreach (nint entry in entries)
            {
                table.Remove(entry);
            }
        }
    }

    private static string KeyText(int number) => new string('k', number % 60) + number;

    private static nint Find(KeyedTable table, ScratchArena scratch, long owner, string key, out bool added, ulong? hash = null)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(key);
        scratch.Reset();
        nint address = scratch.Take(bytes.Length);
        bytes.CopyTo(Raw.WritableSpan(address, bytes.Length));
        return table.FindOrAdd(hash ?? StableHash.Of(bytes, (ulong)owner), owner, address, bytes.Length, out added);
    }
}
