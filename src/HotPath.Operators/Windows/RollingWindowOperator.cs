using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Shards;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>
/// HOP over aggregates that can be taken out again: a window that fires merges the panes that are new since the one
/// before, and gives up the pane that no later one has. Rows come out as of <see cref="HoppingWindowOperator"/>.
/// </summary>
/// <remarks>
/// A row for a pane that was merged takes the group out of the window until the next firing. Threading:
/// single-threaded; owned by one shard.
/// </remarks>
internal sealed class RollingWindowOperator : OverlappingWindowOperator
{
    private readonly RollingGroups _rolling;

    /// <summary>An operator with empty state.</summary>
    /// <param name="program">A windowed statement whose aggregates can be taken out.</param>
    /// <param name="heap">Where state comes from.</param>
    /// <param name="pass">Checkpoints of the shard.</param>
    public RollingWindowOperator(StatementProgram program, NativeHeap heap, CheckpointPass pass)
        : base(program, heap, pass) => _rolling = new RollingGroups(program, heap, Panes);

    /// <inheritdoc/>
    private protected override void OnDue(WindowClock clock) => GiveRoomOfClosingBack(clock);

    /// <inheritdoc/>
    private protected override void OnMergedPaneChanges(WindowPane pane, nint group, bool isNew)
    {
        pane.Late ??= new LateGroups();
        if (pane.Late.Add(group, isNew) && !isNew)
        {
            _rolling.Withdraw(pane, group);
        }
    }

    /// <inheritdoc/>
    private protected override void Begin(WindowClock clock, WindowPane window, int panes)
    {
        clock.FiringPanes = panes;
        clock.FiringPane = panes - 1;
        clock.FiringStep = RollingStep.Merge;
    }

    /// <inheritdoc/>
    private protected override bool Fire(WindowClock clock, WindowPane window, ref int left, ResultEmitter results)
    {
        if (clock.FiringStep == RollingStep.Merge && Merge(clock, ref left))
        {
            GoTo(clock, RollingStep.Emit);
        }

        if (clock.FiringStep == RollingStep.Emit && Emit(clock, window, ref left, results))
        {
            GoTo(clock, RollingStep.Remove);
        }

        return clock.FiringStep == RollingStep.Remove && Remove(clock, window, ref left);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _rolling.Dispose();
        }
    }

    private static void GoTo(WindowClock clock, RollingStep step)
    {
        clock.FiringStep = step;
        clock.FiringPane = clock.FiringPanes - 1;
    }

    private bool Merge(WindowClock clock, ref int left)
    {
        for (; clock.FiringPane >= 0; clock.FiringPane--)
        {
            WindowPane pane = clock.Open[clock.FiringPane];
            if (pane.IsMerged)
            {
                TakeLate(pane, ref left);
                continue;
            }

            nint group = clock.NextEntry != 0 ? clock.NextEntry : pane.FirstEntry;
            EntryScout scout = _rolling.ScoutOf(group);
            for (; group != 0 && left > 0; left--)
            {
                while (scout.TryGoOn(out nint ahead))
                {
                    _rolling.Prefetch(pane, ahead);
                }

                _rolling.Merge(pane, group);
                group = Raw.Read<nint>(group + EntryDescriptor.NextOfOwner);
                scout.Follow();
            }

            clock.NextEntry = group;
            if (group != 0)
            {
                return false;
            }

            pane.IsMerged = true;
        }

        return true;
    }

    private void TakeLate(WindowPane pane, ref int left)
    {
        if (pane.Late is not { } late)
        {
            return;
        }

        foreach ((nint group, bool isNew) in late.All)
        {
            if (isNew)
            {
                _rolling.Merge(pane, group);
            }
            else
            {
                _rolling.Return(pane, group);
            }

            left--;
        }

        late.Clear();
    }

    private static bool Emit(WindowClock clock, WindowPane window, ref int left, ResultEmitter results)
    {
        for (; clock.FiringPane >= 0; clock.FiringPane--)
        {
            nint cell = clock.NextEntry != 0
                ? RollingLists.Enter(clock.NextEntry)
                : RollingLists.First(clock.Open[clock.FiringPane]);
            for (; cell != 0 && left > 0; left--)
            {
                results.Emit(RollingLists.GroupIn(cell), window);
                cell = RollingLists.Next(cell);
            }

            clock.NextEntry = cell;
            if (cell != 0)
            {
                return false;
            }
        }

        return true;
    }

    private bool Remove(WindowClock clock, WindowPane window, ref int left)
    {
        WindowPane oldest = clock.Open[0];
        if (!IsLastWindow(oldest, window))
        {
            return true;
        }

        nint group = clock.NextEntry != 0 ? clock.NextEntry : oldest.FirstEntry;
        EntryScout scout = _rolling.ScoutOf(group);
        for (; group != 0 && left > 0; left--)
        {
            while (scout.TryGoOn(out nint ahead))
            {
                _rolling.Prefetch(oldest, ahead);
                Table.PrefetchRemoval(ahead);
            }

            nint next = Raw.Read<nint>(group + EntryDescriptor.NextOfOwner);
            _rolling.Remove(oldest, group);
            Free(group);
            group = next;
            scout.Follow();
        }

        clock.NextEntry = group;
        return group == 0;
    }
}
