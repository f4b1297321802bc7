using System.Collections.Generic;
using System.Threading;
using HotPath.Foundation.Errors;
using HotPath.Journal.Log;

namespace HotPath.Runtime.Processing;

/// <summary>
/// Adds up the shards' parts of each mark's state hash; a mark is known when every shard has passed it.
/// </summary>
/// <remarks>
/// Threading: shards report, anyone reads. A lock, because marks are megabytes apart and the lock is held for
/// nanoseconds: no shard waits for another to reach a mark. Source: design.md, "Marks".
/// </remarks>
public sealed class MarkBoard
{
    private const int MarksAtFirst = 2048; // 32 GiB of log by default, before the list grows for the first time

    private readonly Lock _lock = new();
    private readonly int _shardCount;
    private readonly List<(MarkHash Mark, int Reports)> _marks = new(MarksAtFirst);
    private readonly Dictionary<long, ulong> _expected = [];
    private readonly int[] _reportedOfShard;
    private int _known;

    /// <summary>An empty board.</summary>
    /// <param name="shardCount">Shards that report.</param>
    public MarkBoard(int shardCount)
    {
        _shardCount = shardCount;
        _reportedOfShard = new int[shardCount];
    }

    /// <summary>The newest known mark, or <see cref="MarkHash.None"/>.</summary>
    public MarkHash Newest
    {
        get
        {
            lock (_lock)
            {
                return _known == 0 ? MarkHash.None : _marks[_known - 1].Mark;
            }
        }
    }

    /// <summary>A shard has passed a mark; each shard reports every mark in order.</summary>
    /// <param name="shard">Which shard.</param>
    /// <param name="position">Position of the mark. Unit: bytes.</param>
    /// <param name="hash">The shard's part of its hash.</param>
    /// <exception cref="HotPathException">HP3001: shards saw different marks. HP2005: the hash is
    /// not that of the journal.</exception>
    public void Report(int shard, long position, ulong hash)
    {
        lock (_lock)
        {
            int index = _reportedOfShard[shard]++;
            if (index == _marks.Count)
            {
                _marks.Add((new MarkHash(position, 0), 0));
            }

            (MarkHash mark, int reports) = _marks[index];
            if (mark.Position != position)
            {
                ThrowHelper.InvariantBroken(
                    $"shard {shard} saw a mark at {position} where another saw one at {mark.Position}");
            }

            _marks[index] = (new MarkHash(position, mark.Hash + hash), reports + 1);
            if (reports + 1 == _shardCount)
            {
                _known++;
                Compare(_marks[index].Mark);
            }
        }
    }

    /// <summary>
    /// Tells the hash that a mark had when its frames were first processed: recovery must come to the same.
    /// </summary>
    /// <param name="mark">The mark; one that is not going to be reported is never compared.</param>
    /// <exception cref="HotPathException">HP2005: the mark is known here and its hash differs.</exception>
    public void Expect(MarkHash mark)
    {
        lock (_lock)
        {
            if (mark != MarkHash.None && _expected.TryAdd(mark.Position, mark.Hash))
            {
                for (int i = 0; i < _known; i++)
                {
                    Compare(_marks[i].Mark);
                }
            }
        }
    }

    /// <summary>Every known mark, in order; allocates.</summary>
    /// <returns>A copy.</returns>
    public IReadOnlyList<MarkHash> ToList()
    {
        lock (_lock)
        {
            return _marks.GetRange(0, _known).ConvertAll(entry => entry.Mark);
        }
    }

    private void Compare(MarkHash mark)
    {
        if (_expected.TryGetValue(mark.Position, out ulong hash) && hash != mark.Hash)
        {
            throw new HotPathException(
                ErrorCode.ReplayDiverged,
                $"recovery came to state hash {mark.Hash:x16} at mark {mark.Position}, where the journal holds "
                + $"{hash:x16}: keep the data directory and report it");
        }
    }
}
