using System.Collections.Generic;
using HotPath.Operators.Shards;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Checkpoints;

/// <summary>
/// Walks the open windows of a shard in a circle and evicts groups that the store holds, while more lies in memory than
/// may. A group written lately is passed over once.
/// </summary>
/// <remarks>
/// Only a commit makes groups clean. So a round that finds none ends the walk until the next commit. No result depends
/// on what is evicted. Threading: single-threaded; owned by one shard.
/// </remarks>
internal sealed class StateEviction(StateLimit limit, StatementState[] statements)
{
    private int _statement;
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
        if (_isFruitless || !limit.IsOver)
        {
            return false;
        }

        int left = entriesMax;
        while (left > 0 && !_isFruitless && limit.IsAboveTarget)
        {
            left--;
            StatementState statement = statements[_statement];
            if (Current(statement) is not { } pane)
            {
                GoToNextClock(statement);
            }
            else if (statement.Operator!.EvictFrom(pane, limit, ref left, ref _hasFound))
            {
                _pane++;
            }
        }

        return true;
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
        if (++_statement == statements.Length)
        {
            _statement = 0;
            _isFruitless = !_hasFound;
            _hasFound = false;
        }
    }
}
