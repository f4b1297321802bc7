using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Windows;
using NUnit.Framework;

namespace HotPath.Operators.Tests.Windows;

public sealed class PaneTableTests
{
    private const int ValueBytes = 16;
    private const int KeyBytes = 8;

    [Test]
    public void PanesThatComeAndGo_AgreeWithDictionaries([Range(1, 8)] int seed)
    {
        var random = new SplitMix64((ulong)seed);
        var heap = new NativeHeap();
        using var arena = new SizeClassArena(heap);
        using var table = new PaneTable(heap, arena, ValueBytes, KeyBytes);
        nint key = heap.Allocate(KeyBytes);
        var open = new List<(WindowPane Pane, Dictionary<long, nint> Groups)>();
        for (int step = 0; step < 40_000; step++)
        {
            int dice = random.Below(1_000);
            if (open.Count == 0 || dice < 2)
            {
                WindowPane opened = table.Panes.Take();
                opened.Slots.Expect(random.Below(3) == 0 ? random.Below(4_000) : 0);
                open.Add((opened, []));
            }

            (WindowPane pane, Dictionary<long, nint> groups) = open[random.Below(open.Count)];
            if (dice == 998)
            {
                pane.Slots.Fit();
            }

            if (dice == 997 && open.Count > 1)
            {
                foreach (long removed in groups.Keys.Where(number => number % 16 != 0).ToList())
                {
                    table.Remove(groups[removed]);
                    groups.Remove(removed);
                }

                pane.Slots.Fit();
            }

            if (dice == 999 && open.Count > 1)
            {
                foreach (nint group in groups.Values)
                {
                    table.Remove(group);
                }

                table.Panes.Give(pane);
                open.RemoveAll(one => one.Pane == pane);
                continue;
            }

            long number = random.Below(3_000);
            nint found = Find(pane, key, number);
            Assert.That(found, Is.EqualTo(groups.GetValueOrDefault(number)), $"seed {seed} step {step}");
            if (found != 0 && dice < 200)
            {
                table.Remove(found);
                groups.Remove(number);
                continue;
            }

            groups[number] = FindOrAdd(pane, key, number, out bool added);
            Assert.That(added, Is.EqualTo(found == 0), $"seed {seed} step {step}");
        }

        Assert.That(table.Count, Is.EqualTo(open.Sum(one => one.Groups.Count)));
        heap.Free(key, KeyBytes);
    }

    [Test]
    public void AKey_HasAGroupInEachPane()
    {
        var heap = new NativeHeap();
        using var arena = new SizeClassArena(heap);
        using var table = new PaneTable(heap, arena, ValueBytes, KeyBytes);
        nint key = heap.Allocate(KeyBytes);
        WindowPane first = table.Panes.Take();
        WindowPane second = table.Panes.Take();

        nint group = FindOrAdd(first, key, 7, out _);

        Assert.That(Find(second, key, 7), Is.EqualTo((nint)0));
        Assert.That(FindOrAdd(second, key, 7, out bool added), Is.Not.EqualTo(group));
        Assert.That(added, Is.True);
        table.Remove(group);
        Assert.That(Find(first, key, 7), Is.EqualTo((nint)0));
        Assert.That(Find(second, key, 7), Is.Not.EqualTo((nint)0));
        heap.Free(key, KeyBytes);
    }

    [Test]
    public void WindowsAfterEachOther_CallTheAllocatorNoMore([Values(10, 1_000, 60_000)] int groups, [Values] bool isExpected)
    {
        var heap = new NativeHeap();
        using var arena = new SizeClassArena(heap);
        using var table = new PaneTable(heap, arena, ValueBytes, KeyBytes);
        nint key = heap.Allocate(KeyBytes);
        Fill(table, key, groups, isExpected);
        long calls = heap.AllocatorCalls;
        for (int window = 0; window < 5; window++)
        {
            Fill(table, key, groups, isExpected);
        }

        Assert.That(heap.AllocatorCalls, Is.EqualTo(calls));
        Assert.That(table.Count, Is.Zero);
        heap.Free(key, KeyBytes);
    }

    [Test]
    public void EverythingTaken_GoesBackToTheHeap([Values(1, 5_000, 4_500_000)] int expected)
    {
        var heap = new NativeHeap();
        using (var arena = new SizeClassArena(heap))
        using (var table = new PaneTable(heap, arena, ValueBytes, KeyBytes))
        {
            nint key = heap.Allocate(KeyBytes);
            WindowPane pane = table.Panes.Take();
            pane.Slots.Expect(expected);
            FindOrAdd(pane, key, 1, out _);
            heap.Free(key, KeyBytes);
        }

        Assert.That(heap.LiveBytes, Is.Zero);
    }

    [Test]
    public void APaneThatHasGroups_IsNotGivenBack()
    {
        var heap = new NativeHeap();
        using var arena = new SizeClassArena(heap);
        using var table = new PaneTable(heap, arena, ValueBytes, KeyBytes);
        nint key = heap.Allocate(KeyBytes);
        WindowPane pane = table.Panes.Take();
        FindOrAdd(pane, key, 1, out _);

        HotPathException refused = Assert.Throws<HotPathException>(() => table.Panes.Give(pane))!;

        Assert.That(refused.Code, Is.EqualTo(ErrorCode.InvariantBroken));
        heap.Free(key, KeyBytes);
    }

    /// <summary>New memory would have its pages cleared while a row waits.</summary>
    [Test]
    public void WhatAPaneExpects_TakesNoNewMemory()
    {
        var heap = new NativeHeap();
        using var arena = new SizeClassArena(heap);
        using var table = new PaneTable(heap, arena, ValueBytes, KeyBytes);
        nint key = heap.Allocate(KeyBytes);
        Fill(table, key, 60_000, isExpected: false);
        long before = heap.LiveBytes;
        long used = table.ResidentBytes;

        table.Panes.Take().Slots.Expect(50_000);
        table.Panes.Take().Slots.Expect(50_000);
        table.Panes.Take().Slots.Expect(int.MaxValue);

        Assert.That(heap.LiveBytes, Is.EqualTo(before));
        Assert.That(table.ResidentBytes - used, Is.GreaterThanOrEqualTo((131_072 + 65_536) * sizeof(ulong)), "of the blocks that wait");
        heap.Free(key, KeyBytes);
    }

    [Test]
    public void APaneThatHasLostItsGroups_GivesSlotsBack()
    {
        var heap = new NativeHeap();
        using var arena = new SizeClassArena(heap);
        using var table = new PaneTable(heap, arena, ValueBytes, KeyBytes);
        nint key = heap.Allocate(KeyBytes);
        WindowPane pane = table.Panes.Take();
        nint[] all = [.. Enumerable.Range(0, 10_000).Select(number => FindOrAdd(pane, key, number, out _))];
        long full = table.ResidentBytes;
        foreach (nint group in all.Skip(100))
        {
            table.Remove(group);
        }

        pane.Slots.Fit();
        Assert.That(table.ResidentBytes, Is.LessThan((100 * table.BytesOfEntry) + 10_000).And.LessThan(full / 50));
        Assert.That(Enumerable.Range(0, 100).Select(number => Find(pane, key, number)), Is.EqualTo(all.Take(100)));

        foreach (nint group in all.Take(100))
        {
            table.Remove(group);
        }

        pane.Slots.Fit();
        Assert.That(table.ResidentBytes, Is.Zero);
        heap.Free(key, KeyBytes);
    }

    private static void Fill(PaneTable table, nint key, int groups, bool isExpected)
    {
        WindowPane pane = table.Panes.Take();
        pane.Slots.Expect(isExpected ? groups : 0);
        nint[] all = [.. Enumerable.Range(0, groups).Select(number => FindOrAdd(pane, key, number, out _))];
        Assert.That(Find(pane, key, groups / 2), Is.EqualTo(all[groups / 2]));
        foreach (nint group in all)
        {
            table.Remove(group);
        }

        table.Panes.Give(pane);
    }

    private static nint Find(WindowPane pane, nint key, long number)
    {
        ulong hash = HashOf(key, number);
        return PaneTable.Find(pane, hash, key, KeyBytes);
    }

    private static nint FindOrAdd(WindowPane pane, nint key, long number, out bool added)
    {
        ulong hash = HashOf(key, number);
        return PaneTable.FindOrAdd(pane, hash, key, KeyBytes, out added);
    }

    private static ulong HashOf(nint key, long number)
    {
        Raw.Write(key, number);
        return StableHash.Of(Raw.Span(key, KeyBytes), 0);
    }
}
