using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Shards;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>
/// CUMULATE: windows that grow by a step. When one fires, the groups of its last pane become part of those of its
/// first, which then hold all of it, and the last pane is gone.
/// </summary>
/// <remarks>
/// A row that comes after some of its windows have fired belongs to all those that have not, so it goes into the first
/// pane, as in Flink: behind all that has come out, before what waits in later panes. Groups come out in order of
/// arrival in their window. Threading: single-threaded; owned by one shard.
/// </remarks>
internal sealed class CumulatingWindowOperator : OverlappingWindowOperator
{
    private readonly MergeKernel _merge;

    /// <summary>An operator with empty state.</summary>
    /// <param name="program">A windowed statement.</param>
    /// <param name="heap">Where state comes from.</param>
    /// <param name="pass">Checkpoints of the shard.</param>
    public CumulatingWindowOperator(StatementProgram program, NativeHeap heap, CheckpointPass pass)
        : base(program, heap, pass) => _merge = program.Merge!;

    /// <inheritdoc/>
    /// <remarks>
    /// What a tenant holds changes as panes are folded, and must not depend on units: with a quota there is one.
    /// </remarks>
    public override bool FireUnit(WindowClock clock, int rowsMax, ResultEmitter results) =>
        base.FireUnit(clock, TenantBytesMax == 0 ? rowsMax : int.MaxValue, results);

    /// <inheritdoc/>
    private protected override long PaneOf(long timeMs)
    {
        long startMs = Window.PaneOf(timeMs);
        return Window.FireAtMs(startMs + Window.PaneMs) <= Clock.WatermarkMs
            ? Window.StartOfEnd(startMs + Window.PaneMs)
            : startMs;
    }

    /// <inheritdoc/>
    private protected override void Begin(WindowClock clock, WindowPane window, int panes)
    {
        bool hasFirst = clock.Open[0].StartMs == window.StartMs;
        clock.FiringPane = hasFirst ? panes - 1 : panes;
        if (!hasFirst)
        {
            PaneAt(clock, window.StartMs);
        }
    }

    /// <inheritdoc/>
    private protected override bool Fire(
        WindowClock clock, WindowPane window, ref int left, ResultEmitter results) =>
        Fold(clock, ref left) && EmitPane(clock, clock.Open[0], window, ref left, results);

    private bool Fold(WindowClock clock, ref int left)
    {
        if (clock.FiringPane == 0)
        {
            return true;
        }

        WindowPane first = clock.Open[0];
        WindowPane last = clock.Open[1];
        nint group = clock.NextEntry != 0 ? clock.NextEntry : last.FirstEntry;
        var scout = EntryScout.Of(Table.IsNear, group);
        for (; group != 0 && left > 0; left--)
        {
            while (scout.TryGoOn(out nint ahead))
            {
                Table.Prefetch(first, EntrySlabs.HashOf(ahead, first.Salt, out _, out _));
                Table.PrefetchRemoval(ahead);
            }

            nint next = Raw.Read<nint>(group + EntryDescriptor.NextOfOwner);
            Fold(first, group);
            Free(group);
            group = next;
            scout.Follow();
        }

        clock.NextEntry = group;
        if (group != 0)
        {
            return false;
        }

        first.Rows += last.Rows;
        GiveRoomBack(clock, last);
        clock.Open.RemoveAt(1);
        Panes.Give(last);
        clock.FiringPane = 0;
        return true;
    }

    private void Fold(WindowPane first, nint group)
    {
        ulong hash = EntrySlabs.HashOf(group, first.Salt, out nint key, out int keyLength);
        nint target = PaneTable.FindOrAdd(first, hash, key, keyLength, out bool added);
        if (added)
        {
            Append(first, target);
        }

        NoteChange(target);
        long bytesBefore = TenantBytesMax == 0 ? 0 : BytesOf(target);
        _merge(target, group, Texts, Distinct);
        if (TenantBytesMax != 0)
        {
            CountRestored(Clock, first, BytesOf(target) - bytesBefore);
        }
    }
}
