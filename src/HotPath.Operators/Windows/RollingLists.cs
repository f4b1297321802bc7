using System;
using System.Collections.Generic;
using HotPath.Foundation.Memory;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>
/// Lists of groups in order, one for each pane, in cells of small chunks. A group knows its cell, so it leaves without
/// a search; a walk knows the addresses of the groups ahead of it, which a chain tells only one cache miss after the
/// other.
/// </summary>
/// <remarks>
/// <code>
/// chunk  0      8          16     20     24       32                        512, which it is aligned to
///        +------+----------+------+------+--------+-- 60 cells: a group, or 0 where it has left
///        | next | previous | used | live | unused |
///        +------+----------+------+------+--------+--
/// </code>
/// A chunk goes when its last group leaves, so a group costs at most a chunk. Threading: single-threaded; owned by one
/// operator.
/// </remarks>
/// <param name="heap">Where chunks come from.</param>
internal sealed class RollingLists(NativeHeap heap) : IDisposable
{
    private const int ChunkBytes = 512;
    private const int PreviousOffset = 8;
    private const int UsedOffset = 16;
    private const int LiveOffset = 20;
    private const int CellsOffset = 32;
    private const int Cells = (ChunkBytes - CellsOffset) / sizeof(long);
    private const int SlabBytes = 256 * 1024;
    private const int Lead = 12; // groups that are asked for before their turn

    private readonly List<nint> _slabs = [];
    private nint _free;
    private nint _unused;
    private nint _slabEnd;

    /// <summary>Puts a group at the end of a pane's list.</summary>
    /// <param name="pane">The pane.</param>
    /// <param name="group">The group.</param>
    /// <returns>Its cell.</returns>
    public nint Add(WindowPane pane, nint group)
    {
        nint chunk = pane.LastRolling;
        if (chunk == 0 || Raw.Read<int>(chunk + UsedOffset) == Cells)
        {
            chunk = Append(pane);
        }

        nint cell = chunk + CellsOffset + ((nint)Raw.Ref<int>(chunk + UsedOffset)++ * sizeof(long));
        Raw.Ref<int>(chunk + LiveOffset)++;
        Raw.Write(cell, group);
        return cell;
    }

    /// <summary>Takes a group out of a pane's list.</summary>
    /// <param name="pane">The pane.</param>
    /// <param name="cell">Its cell.</param>
    public void Remove(WindowPane pane, nint cell)
    {
        Raw.Write(cell, (nint)0);
        nint chunk = ChunkOf(cell);
        if (--Raw.Ref<int>(chunk + LiveOffset) == 0)
        {
            Unlink(pane, chunk);
        }
    }

    /// <summary>The cell of a pane's first group, or 0.</summary>
    public static nint First(WindowPane pane) =>
        pane.FirstRolling == 0 ? 0 : Enter(pane.FirstRolling + CellsOffset);

    /// <summary>The cell of the next group, or 0.</summary>
    /// <param name="cell">Cell of a group.</param>
    public static nint Next(nint cell)
    {
        nint chunk = ChunkOf(cell);
        nint end = EndOf(chunk);
        do
        {
            cell += sizeof(long);
            if (cell >= end)
            {
                chunk = Raw.Read<nint>(chunk);
                if (chunk == 0)
                {
                    return 0;
                }

                cell = chunk + CellsOffset;
                end = EndOf(chunk);
                PrefetchChunk(Raw.Read<nint>(chunk));
            }

            PrefetchGroup(chunk, cell + (Lead * sizeof(long)));
        }
        while (Raw.Read<nint>(cell) == 0);
        return cell;
    }

    /// <summary>The group in a cell.</summary>
    public static nint GroupIn(nint cell) => Raw.Read<nint>(cell);

    /// <summary>Goes on at a cell: asks for the memory of its group and of those behind it.</summary>
    /// <param name="cell">A cell in use.</param>
    /// <returns>The first cell from there on that holds a group.</returns>
    public static nint Enter(nint cell)
    {
        nint chunk = ChunkOf(cell);
        PrefetchChunk(Raw.Read<nint>(chunk));
        for (int ahead = 0; ahead <= Lead; ahead++)
        {
            PrefetchGroup(chunk, cell + (ahead * sizeof(long)));
        }

        return Raw.Read<nint>(cell) != 0 ? cell : Next(cell);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (nint slab in _slabs)
        {
            heap.Free(slab, SlabBytes);
        }

        _slabs.Clear();
    }

    private static nint ChunkOf(nint cell) => cell & ~(nint)(ChunkBytes - 1);

    private static nint EndOf(nint chunk) =>
        chunk + CellsOffset + ((nint)Raw.Read<int>(chunk + UsedOffset) * sizeof(long));

    // All chunks but the last are full. What stands in cells that were never used is nothing, and harmless to ask for.
    private static void PrefetchGroup(nint chunk, nint cell)
    {
        nint behind = cell - chunk - ChunkBytes;
        if (behind >= 0)
        {
            chunk = Raw.Read<nint>(chunk);
            if (chunk == 0)
            {
                return;
            }

            cell = chunk + CellsOffset + behind;
        }

        EntrySlabs.Prefetch(Raw.Read<nint>(cell));
    }

    private static void PrefetchChunk(nint chunk)
    {
        for (nint line = 0; line < ChunkBytes; line += 64)
        {
            Raw.Prefetch(chunk + line);
        }
    }

    private nint Append(WindowPane pane)
    {
        nint chunk = Take();
        nint last = pane.LastRolling;
        Raw.Write(chunk, (nint)0);
        Raw.Write(chunk + PreviousOffset, last);
        Raw.Write(chunk + UsedOffset, 0);
        Raw.Write(chunk + LiveOffset, 0);
        pane.LastRolling = chunk;
        if (last == 0)
        {
            pane.FirstRolling = chunk;
        }
        else
        {
            Raw.Write(last, chunk);
        }

        return chunk;
    }

    private void Unlink(WindowPane pane, nint chunk)
    {
        nint next = Raw.Read<nint>(chunk);
        nint previous = Raw.Read<nint>(chunk + PreviousOffset);
        if (previous == 0)
        {
            pane.FirstRolling = next;
        }
        else
        {
            Raw.Write(previous, next);
        }

        if (next == 0)
        {
            pane.LastRolling = previous;
        }
        else
        {
            Raw.Write(next + PreviousOffset, previous);
        }

        Raw.Write(chunk, _free);
        _free = chunk;
    }

    private nint Take()
    {
        nint chunk = _free;
        if (chunk != 0)
        {
            _free = Raw.Read<nint>(chunk);
            return chunk;
        }

        if (_slabEnd - _unused < ChunkBytes)
        {
            nint slab = heap.Allocate(SlabBytes);
            _slabs.Add(slab);
            _unused = ChunkOf(slab + ChunkBytes - 1);
            _slabEnd = slab + SlabBytes;
        }

        chunk = _unused;
        _unused += ChunkBytes;
        return chunk;
    }
}
