using System.Collections.Generic;
using HotPath.Operators.EventIds;
using HotPath.Operators.Shards;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Checkpoints;

/// <summary>
/// Walks the open windows and the event ids of a shard in a circle and evicts what the store holds, while more lies in
/// memory than may. A group written lately is passed over once. Removes evicted event ids that have expired.
/// </summary>
/// <remarks>
/// Only a commit makes groups clean. So a round that finds none ends the walk until the next commit. No result depends
/// on what is evicted. Threading: single-threaded; owned by one shard.
/// </remarks>
internal sealed class StateEviction(StateLimit limit, StatementState[] statements, EventIdFilter[] eventIds)
{
    private int _place; // statements, then tables with event ids
    private int _clock;
    private int _pane;
    private bool _hasFound;
    private bool _isFruitless;

    /// <summary>A checkpoint has been committed.</summary>
    public void NoteCommitted() => _isFruitless = false;

    /// <summary>Looks at up to a unit of groups.</summary>
    /// <returns>Whether anything was done.</returns>
    public bool Work(int entriesMax)
    {
        bool hasSwept = false;
        foreach (EventIdFilter ids in eventIds)
        {
            hasSwept |= ids.SweepExpired(entriesMax);
        }

        return Evict(entriesMax) || hasSwept;
    }

    private bool Evict(int entriesMax)
    {
        if (_isFruitless || !limit.IsOver)
        {
            return false;
        }

        int left = entriesMax;
        while (left > 0 && !_isFruitless && limit.IsAboveTarget)
        {
            left--;
            if (_place < statements.Length)
            {
                EvictFrom(statements[_place], ref left);
            }
            else if (_place == statements.Length + eventIds.Length)
            {
                EndRound();
            }
            else if (eventIds[_place - statements.Length].Evict(limit, ref left, ref _hasFound))
            {
                _place++;
            }
        }

        return true;
    }

    private void EvictFrom(StatementState statement, ref int left)
    {
        if (Current(statement) is not { } pane)
        {
            GoToNextClock(statement);
        }
        else if (statement.Operator!.EvictFrom(pane, limit, ref left, ref _hasFound))
        {
            _pane++;
        }
    }

    private void EndRound()
    {
        _place = 0;
        _isFruitless = !_hasFound;
        _hasFound = false;
    }

    private WindowPane? Current(StatementState statement)
    {
        IReadOnlyList<WindowClock?> clocks = statement.Clocks;
        return _clock < clocks.Count && clocks[_clock] is { } clock && _pane < clock.Open.Count
            ? clock.Open[_pane]
            : null;
    }

    private void GoToNextClock(StatementState statement)
    {
        _pane = 0;
        if (++_clock < statement.Clocks.Count)
        {
            return;
        }

        _clock = 0;
        _place++;
    }
}
