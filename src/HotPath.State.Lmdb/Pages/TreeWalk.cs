using System;
using System.Buffers.Binary;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using HotPath.Foundation.Errors;
using Microsoft.Win32.SafeHandles;

namespace HotPath.State.Lmdb.Pages;

/// <summary>
/// Walks the trees of a file with ordinary reads and proves what LMDB takes for granted: every page is where it says,
/// is reached once, keeps its nodes inside itself and its keys in order and between those of the page above.
/// </summary>
/// <remarks>Threading: single-threaded. Lifetime: one file, one walk.</remarks>
internal sealed class TreeWalk
{
    private const int DepthMax = 32;
    private const int IntegerKeys = 0x08;

    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly int _pageBytes;
    private readonly ulong _lastPage;
    private readonly BitArray _seen;
    private readonly List<byte[]> _buffers = [];
    private (ulong Branches, ulong Leaves, ulong Overflows, ulong Entries) _counts;

    /// <summary>A walk.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="meta">The root page it starts from.</param>
    public TreeWalk(SafeFileHandle file, string path, MetaPage meta)
    {
        _file = file;
        _path = path;
        _pageBytes = (int)meta.Free.PageBytes;
        _lastPage = meta.LastPage;
        _seen = new BitArray(checked((int)meta.LastPage + 1));
        _seen[0] = true;
        _seen[1] = true;
    }

    /// <summary>Walks the tree of the free pages and takes their numbers as reached.</summary>
    /// <param name="tree">The tree.</param>
    public void WalkFree(TreeRoot tree)
    {
        Require(tree.Flags == IntegerKeys, "the flags of the free tree");
        Walk(tree, isFree: true);
    }

    /// <summary>Walks the tree of the named databases and each of them.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="databases">How many there must be.</param>
    public void WalkMain(TreeRoot tree, int databases)
    {
        Require(tree.Flags == 0 && tree.Entries == (ulong)databases, "the main tree");
        var named = new List<TreeRoot>();
        Walk(tree, isFree: false, named);
        Require(named.Count == databases, "the named databases");
        foreach (TreeRoot database in named)
        {
            Require(database.Flags == 0, "the flags of a database");
            Walk(database, isFree: false);
        }
    }

    /// <summary>Requires that every page was reached.</summary>
    public void RequireAllSeen() => Require(_seen.HasAllSet(), "a page that nothing refers to");

    private void Walk(TreeRoot tree, bool isFree, List<TreeRoot>? named = null)
    {
        _counts = default;
        if (tree.Root == TreeRoot.NoPage)
        {
            Require(tree.Depth == 0, "an empty tree");
        }
        else
        {
            Require(tree.Depth is > 0 and <= DepthMax, "the depth of a tree");
            WalkPage(tree.Root, tree.Depth, new KeyRange { IsFree = isFree }, named);
        }

        Require(
            _counts == (tree.BranchPages, tree.LeafPages, tree.OverflowPages, tree.Entries), "the counts of a tree");
    }

    private void WalkPage(ulong number, int level, KeyRange range, List<TreeRoot>? named)
    {
        PageView page = ReadPage(number, level);
        bool isBranch = level > 1;
        Require(page.Flags == (isBranch ? PageView.Branch : PageView.Leaf) && page.HasBounds, "the header of a page");
        Require(page.NodeCount >= (isBranch ? 2 : 1), "a page without nodes");
        _counts = isBranch
            ? _counts with { Branches = _counts.Branches + 1 }
            : _counts with { Leaves = _counts.Leaves + 1, Entries = _counts.Entries + (ulong)page.NodeCount };
        for (int i = 0; i < page.NodeCount; i++)
        {
            Require(page.TryNode(i, isBranch, out NodeView node), "a node outside its page");

            // The first key of a branch has no meaning: everything below the second is there.
            if (!isBranch || i > 0)
            {
                Require(range.Admits(node.Key), "a key out of order");
                range = range.After(node.Key);
            }

            if (isBranch)
            {
                WalkPage(node.Child, level - 1, ChildRange(page, i, range), named);
            }
            else
            {
                VisitLeaf(node, range.IsFree, named);
            }
        }
    }

    private KeyRange ChildRange(PageView page, int index, KeyRange range)
    {
        if (index + 1 == page.NodeCount)
        {
            return range.ToTheEnd();
        }

        Require(page.TryNode(index + 1, isBranch: true, out NodeView next), "a node outside its page");
        return range.Before(next.Key);
    }

    private void VisitLeaf(NodeView node, bool isFree, List<TreeRoot>? named)
    {
        int expected = named is null ? 0 : PageView.SubDatabase;
        Require((node.Flags & ~PageView.BigData) == expected, "the flags of a node");
        if (named is not null)
        {
            Require(node.Data.Length == TreeRoot.LengthBytes, "the record of a database");
            named.Add(TreeRoot.Read(node.Data));
        }
        else if ((node.Flags & PageView.BigData) != 0)
        {
            VisitOverflow(node, isFree);
        }
        else if (isFree)
        {
            MarkFree(node.Data);
        }
    }

    private void VisitOverflow(NodeView node, bool isFree)
    {
        ulong first = BinaryPrimitives.ReadUInt64LittleEndian(node.Data);
        ulong pages = (PageView.HeaderBytes + (ulong)node.DataBytes + (ulong)_pageBytes - 1) / (ulong)_pageBytes;
        PageView page = ReadPage(first, level: 0);

        // A value that became shorter may keep its pages.
        Require(page.Flags == PageView.Overflow && page.OverflowPages >= pages, "the header of a large value");
        pages = page.OverflowPages;
        for (ulong i = 1; i < pages; i++)
        {
            Mark(first + i);
        }

        _counts = _counts with { Overflows = _counts.Overflows + pages };
        if (isFree)
        {
            byte[] ids = new byte[node.DataBytes];
            ReadFully(ids, ((long)first * _pageBytes) + PageView.HeaderBytes);
            MarkFree(ids);
        }
    }

    // A list of free pages: how many, then their numbers.
    private void MarkFree(ReadOnlySpan<byte> list)
    {
        ulong count = list.Length < sizeof(ulong) ? ulong.MaxValue : BinaryPrimitives.ReadUInt64LittleEndian(list);
        Require(count <= (ulong)((list.Length / sizeof(ulong)) - 1), "a list of free pages");
        for (int i = 1; i <= (int)count; i++)
        {
            Mark(BinaryPrimitives.ReadUInt64LittleEndian(list[(i * sizeof(ulong))..]));
        }
    }

    private PageView ReadPage(ulong number, int level)
    {
        Mark(number);
        while (_buffers.Count <= level)
        {
            _buffers.Add(new byte[_pageBytes]);
        }

        byte[] buffer = _buffers[level];
        ReadFully(buffer, (long)number * _pageBytes);
        var page = new PageView(buffer);
        Require(page.PageNumber == number, "the number of a page");
        return page;
    }

    private void ReadFully(byte[] target, long offsetBytes)
    {
        int read = RandomAccess.Read(_file, target, offsetBytes);
        Require(read == target.Length, "the end of the file");
    }

    private void Mark(ulong number)
    {
        Require(number <= _lastPage && !_seen[(int)number], "a page that is used twice");
        _seen[(int)number] = true;
    }

    private void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new HotPathException(
                ErrorCode.StateCorrupt, $"{_path}: damaged: {what}; use a kept snapshot or another copy");
        }
    }
}
