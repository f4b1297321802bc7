using System.Collections.Generic;

namespace HotPath.Operators.Shards;

/// <summary>
/// Marks that a shard has passed with firings pending, oldest first, and who has not come to them. The hash of such a
/// mark is the state's when it was passed, and what those who are behind it change until they have come to it: they
/// alone, for what is changed meanwhile by others lies behind the mark.
/// </summary>
/// <remarks>
/// Who is behind a mark is behind every younger one, so of each only the oldest is kept. Threading: single-threaded;
/// owned by one shard. Allocates only for more marks, and more tenants behind them, than ever before.
/// </remarks>
internal sealed class PostponedMarks
{
    private readonly List<PostponedMark> _marks = new(capacity: 16);
    private readonly Stack<PostponedMark> _unused = new(capacity: 16);
    private readonly Dictionary<(StatementState First, int Scope), long> _behind = new(capacity: 64);
    private long _taken; // number of the oldest mark in the list

    public PostponedMarks()
    {
        // Firings are first met at full load.
        _unused.Push(new PostponedMark());
        _unused.Push(new PostponedMark());
    }

    /// <summary>Whether anyone has not come to one of them.</summary>
    public bool IsAnyoneBehind => _behind.Count > 0;

    /// <summary>The oldest mark, if all have come to it: it leaves.</summary>
    /// <param name="position">Position of its frame. Unit: bytes.</param>
    /// <param name="hash">The shard's part of its hash.</param>
    public bool TryTake(out long position, out ulong hash)
    {
        (position, hash) = (0, 0);
        if (_marks.Count == 0 || _marks[0].Behind > 0)
        {
            return false;
        }

        PostponedMark mark = _marks[0];
        (position, hash) = (mark.Position, mark.Hash);
        _marks.RemoveAt(0);
        _unused.Push(mark);
        _taken++;
        return true;
    }

    /// <summary>The shard passes a mark.</summary>
    /// <param name="position">Position of its frame. Unit: bytes.</param>
    /// <param name="hash">The shard's part of its hash, without what is pending.</param>
    public void Add(long position, ulong hash)
    {
        PostponedMark mark = _unused.TryPop(out PostponedMark? unused) ? unused : new PostponedMark();
        mark.Position = position;
        mark.Hash = hash;
        mark.Behind = _behind.Count;
        _marks.Add(mark);
    }

    /// <summary>Something that lies before the mark passed last is pending.</summary>
    /// <param name="related">Stages that give rows to each other.</param>
    /// <param name="scope">Tenant, or 0 for global statements.</param>
    public void NoteBehind(StatementState[] related, int scope)
    {
        if (_behind.TryAdd((related[0], scope), _taken + _marks.Count - 1))
        {
            _marks[^1].Behind++;
        }
    }

    /// <summary>The oldest mark that a tenant has not come to.</summary>
    /// <param name="related">Stages that give rows to each other.</param>
    /// <param name="scope">Tenant, or 0 for global statements.</param>
    /// <returns>Position of its frame; <see cref="long.MaxValue"/> for none. Unit: bytes.</returns>
    public long NextOf(StatementState[] related, int scope) =>
        _behind.TryGetValue((related[0], scope), out long number) ? _marks[IndexOf(number)].Position : long.MaxValue;

    /// <summary>Something before the next mark of a tenant has been worked off.</summary>
    /// <param name="related">Stages that give rows to each other.</param>
    /// <param name="scope">Tenant, or 0 for global statements.</param>
    /// <param name="change">By how much the state's hash has changed (mod 2^64).</param>
    public void Change(StatementState[] related, int scope, ulong change)
    {
        for (int i = IndexOf(_behind[(related[0], scope)]); i < _marks.Count; i++)
        {
            _marks[i].Hash += change;
        }
    }

    /// <summary>A tenant has come to its next mark.</summary>
    /// <param name="related">Stages that give rows to each other.</param>
    /// <param name="scope">Tenant, or 0 for global statements.</param>
    public void Come(StatementState[] related, int scope)
    {
        long number = _behind[(related[0], scope)];
        _marks[IndexOf(number)].Behind--;
        if (IndexOf(number + 1) < _marks.Count)
        {
            _behind[(related[0], scope)] = number + 1;
        }
        else
        {
            _behind.Remove((related[0], scope));
        }
    }

    private int IndexOf(long number) => (int)(number - _taken);
}
