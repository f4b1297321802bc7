using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.State;
using NUnit.Framework;

namespace HotPath.Operators.Tests.State;

public sealed class StateHasherTests
{
    private static readonly AccumulatorLayout Layout = new(FixedBytes: 8, TextSlots: [8], DistinctSlots: [], ValueBytes: 24);

    [Test]
    public void EqualState_ReachedOnDifferentWays_HasEqualHash([Range(1, 20)] int seed)
    {
        var random = new SplitMix64((ulong)seed);
        Dictionary<int, (long Number, string Text)> target = Enumerable.Range(0, 100)
            .ToDictionary(static i => i, i => ((long)random.Next(), new string('t', (int)(random.Next() % 50))));

        ulong straight = HashAfter(target, random, detours: false);
        ulong roundabout = HashAfter(target, random, detours: true);

        Assert.That(roundabout, Is.EqualTo(straight), $"seed {seed}");
    }

    [Test]
    public void DifferentState_HasDifferentHash()
    {
        var random = new SplitMix64(7);
        var state = new Dictionary<int, (long, string)> { [1] = (10, "a"), [2] = (20, "b") };
        ulong hash = HashAfter(state, random, detours: false);

        state[2] = (21, "b");
        Assert.That(HashAfter(state, random, detours: false), Is.Not.EqualTo(hash), "a number");
        state[2] = (20, "c");
        Assert.That(HashAfter(state, random, detours: false), Is.Not.EqualTo(hash), "a text");
        state[2] = (20, "b");
        state[3] = (0, string.Empty);
        Assert.That(HashAfter(state, random, detours: false), Is.Not.EqualTo(hash), "an entry");
        state.Remove(3);
        Assert.That(HashAfter(state, random, detours: false), Is.EqualTo(hash), "and back");
    }

    [Test]
    public void HashAhead_LeavesWhatItMayToTheMark_AndChangesNoHash()
    {
        var random = new SplitMix64(11);
        var target = Enumerable.Range(0, 5_000).ToDictionary(static i => i, i => ((long)random.Next(), "t"));
        ulong straight = HashAfter(target, random, detours: false);

        var heap = new NativeHeap();
        using var arena = new SizeClassArena(heap);
        using var table = new KeyedTable(heap, arena, Layout.ValueBytes, 8);
        using var scratch = new ScratchArena(heap);
        var hasher = new StateHasher(99, Layout);
        for (int round = 0; round < 3; round++)
        {
            foreach (int key in target.Keys.OrderBy(_ => random.Next()))
            {
                bool isLast = round == 2;
                Put(table, arena, scratch, hasher, key, isLast ? target[key].Item1 : round, "t");
                hasher.HashAhead(leftMax: 100, entriesMax: 1 + random.Below(3));
                Assert.That(hasher.Waiting, Is.AtMost(100));
            }
        }

        Assert.That(hasher.AtMark([]), Is.EqualTo(straight));
        Assert.That(hasher.Waiting, Is.Zero);
    }

    private static ulong HashAfter(Dictionary<int, (long Number, string Text)> target, SplitMix64 random, bool detours)
    {
        var heap = new NativeHeap();
        using var arena = new SizeClassArena(heap);
        using var table = new KeyedTable(heap, arena, Layout.ValueBytes, 8);
        using var scratch = new ScratchArena(heap);
        var hasher = new StateHasher(99, Layout);
        if (detours)
        {
            WanderAbout(table, arena, scratch, hasher, random);
        }

        IEnumerable<int> order = detours ? target.Keys.OrderDescending() : target.Keys.Order();
        foreach (int key in order)
        {
            Put(table, arena, scratch, hasher, key, target[key].Number, target[key].Text);
        }

        return hasher.AtMark([]);
    }

    private static void WanderAbout(KeyedTable table, SizeClassArena arena, ScratchArena scratch, StateHasher hasher, SplitMix64 random)
    {
        for (int round = 0; round < 5; round++)
        {
            nint[] entries = [.. Enumerable.Range(0, 150).Select(key => Put(table, arena, scratch, hasher, key, (long)random.Next(), "w"))];
            if (round % 2 == 0)
            {
                hasher.AtMark([]);
            }

            foreach (nint entry in entries.OrderBy(_ => random.Next()))
            {
                hasher.Forget(entry);
                TextSlot.Free(entry + EntryDescriptor.Value + Layout.TextSlots[0], arena);
                table.Remove(entry);
            }
        }
    }

    private static nint Put(
        KeyedTable table, SizeClassArena arena, ScratchArena scratch, StateHasher hasher, int key, long number, string text)
    {
        scratch.Reset();
        nint keyAddress = scratch.Take(4);
        Raw.Write(keyAddress, key);
        nint entry = table.FindOrAdd(StableHash.Of(Raw.Span(keyAddress, 4)), 0, keyAddress, 4, out _);
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        nint textAddress = scratch.Take(bytes.Length);
        bytes.CopyTo(Raw.WritableSpan(textAddress, bytes.Length));
        Raw.Write(entry + EntryDescriptor.Value, number);
        TextSlot.Set(entry + EntryDescriptor.Value + Layout.TextSlots[0], new Utf8View(textAddress, bytes.Length), arena);
        hasher.MarkDirty(entry);
        return entry;
    }
}
