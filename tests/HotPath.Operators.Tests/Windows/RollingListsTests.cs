using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Windows;
using NUnit.Framework;

namespace HotPath.Operators.Tests.Windows;

public sealed class RollingListsTests
{
    [Test]
    public void RandomAddsAndRemovals_AgreeWithPlainLists([Range(1, 10)] int seed)
    {
        var random = new SplitMix64((ulong)seed);
        var heap = new NativeHeap();
        nint groups = heap.Allocate(64 * 1024);
        using (var arena = new SizeClassArena(heap))
        using (var table = new PaneTable(heap, arena, valueBytes: 8, inlineKeyBytes: 8))
        using (var lists = new RollingLists(heap))
        {
            WindowPane[] panes = [.. Enumerable.Range(0, 4).Select(_ => table.Panes.Take())];
            List<(nint Cell, nint Group)>[] oracle = [.. panes.Select(static _ => new List<(nint, nint)>())];
            int mostlyAdds = 2 + random.Below(3);
            for (int step = 0; step < 20_000; step++)
            {
                int pane = random.Below(panes.Length);
                if (step % 4000 < 2000 ? random.Below(mostlyAdds) > 0 : random.Below(mostlyAdds) == 0)
                {
                    nint group = groups + random.Below(1000);
                    oracle[pane].Add((lists.Add(panes[pane], group), group));
                }
                else if (oracle[pane].Count > 0)
                {
                    int place = random.Below(oracle[pane].Count);
                    lists.Remove(panes[pane], oracle[pane][place].Cell);
                    oracle[pane].RemoveAt(place);
                }

                if (step % 500 == 0)
                {
                    Assert.That(Walk(panes[pane]), Is.EqualTo(oracle[pane]), $"seed {seed} step {step}");
                }
            }

            for (int pane = 0; pane < panes.Length; pane++)
            {
                Assert.That(Walk(panes[pane]), Is.EqualTo(oracle[pane]), $"seed {seed}");
            }
        }

        heap.Free(groups, 64 * 1024);
        Assert.That(heap.LiveBytes, Is.Zero);
    }

    [Test]
    public void ListsThatComeAndGo_CallNoAllocator()
    {
        var heap = new NativeHeap();
        using var arena = new SizeClassArena(heap);
        using var table = new PaneTable(heap, arena, valueBytes: 8, inlineKeyBytes: 8);
        using var lists = new RollingLists(heap);
        WindowPane pane = table.Panes.Take();
        FillAndEmpty(lists, pane);
        long before = heap.AllocatorCalls;
        for (int round = 0; round < 20; round++)
        {
            FillAndEmpty(lists, pane);
        }

        Assert.That(heap.AllocatorCalls, Is.EqualTo(before));
    }

    private static void FillAndEmpty(RollingLists lists, WindowPane pane)
    {
        nint[] cells = [.. Enumerable.Range(1, 100_000).Select(group => lists.Add(pane, group * 64))];
        foreach (nint cell in cells)
        {
            lists.Remove(pane, cell);
        }

        Assert.That((long)RollingLists.First(pane), Is.Zero);
    }

    // Now and then goes on at a cell as a firing does that was worked off in units.
    private static List<(nint Cell, nint Group)> Walk(WindowPane pane)
    {
        var found = new List<(nint, nint)>();
        for (nint cell = RollingLists.First(pane); cell != 0; cell = RollingLists.Next(cell))
        {
            cell = found.Count % 7 == 0 ? RollingLists.Enter(cell) : cell;
            found.Add((cell, RollingLists.GroupIn(cell)));
        }

        return found;
    }
}
