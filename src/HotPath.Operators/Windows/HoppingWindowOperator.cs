using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Shards;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>HOP: a window that fires merges its panes, as long as the slide each.</summary>
/// <remarks>
/// Panes are merged from the youngest to the oldest, as Flink does, and groups come out in the order in which that
/// meets them; those of a window of one pane alone in order of arrival. The oldest pane goes with the window.
/// Threading: single-threaded; owned by one shard.
/// </remarks>
internal sealed class HoppingWindowOperator : OverlappingWindowOperator
{
    private readonly MergedGroups _merged;

    /// <summary>An operator with empty state.</summary>
    /// <param name="program">A windowed statement.</param>
    /// <param name="heap">Where state comes from.</param>
    /// <param name="pass">Checkpoints of the shard.</param>
    public HoppingWindowOperator(StatementProgram program, NativeHeap heap, CheckpointPass pass)
        : base(program, heap, pass) => _merged = new MergedGroups(program, heap);

    /// <inheritdoc/>
    private protected override void OnDue(WindowClock clock) => GiveRoomOfClosingBack(clock);

    /// <inheritdoc/>
    private protected override void Begin(WindowClock clock, WindowPane window, int panes)
    {
        window.Salt = StableHash.Mix((ulong)clock.Tenant, (ulong)window.EndMs);
        clock.FiringPanes = panes;
        clock.FiringPane = panes - 1;
    }

    /// <inheritdoc/>
    private protected override bool Fire(
        WindowClock clock, WindowPane window, ref int left, ResultEmitter results) =>
        clock.FiringPanes == 1
            ? EmitPane(clock, clock.Open[0], window, ref left, results)
            : Merge(clock, window, ref left) && EmitMerged(clock, window, ref left, results);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _merged.Dispose();
        }
    }

    // What no later window needs is freed on the way.
    private bool Merge(WindowClock clock, WindowPane window, ref int left)
    {
        for (; clock.FiringPane >= 0; clock.FiringPane--)
        {
            WindowPane pane = clock.Open[clock.FiringPane];
            bool isLast = IsLastWindow(pane, window);
            nint group = clock.NextEntry != 0 ? clock.NextEntry : pane.FirstEntry;
            for (; group != 0 && left > 0; left--)
            {
                nint next = Raw.Read<nint>(group + EntryDescriptor.NextOfOwner);
                _merged.Add(window, group);
                if (isLast)
                {
                    Free(group);
                }

                group = next;
            }

            clock.NextEntry = group;
            if (group != 0)
            {
                return false;
            }
        }

        return true;
    }

    private bool EmitMerged(WindowClock clock, WindowPane window, ref int left, ResultEmitter results)
    {
        nint group = clock.NextEntry != 0 ? clock.NextEntry : window.FirstEntry;
        for (; group != 0 && left > 0; left--)
        {
            nint next = Raw.Read<nint>(group + EntryDescriptor.NextOfOwner);
            results.Emit(group, window);
            _merged.Free(group);
            group = next;
        }

        clock.NextEntry = group;
        return group == 0;
    }
}
