using System;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Ranking;
using HotPath.Operators.Shards;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>TUMBLE: each window is one pane, and goes when it fires.</summary>
/// <remarks>
/// Groups come out in the order in which they first arrived, windows by start. Threading: single-threaded; owned by one
/// shard.
/// </remarks>
public sealed class TumblingWindowOperator : WindowOperator
{
    /// <summary>An operator with empty state.</summary>
    /// <param name="program">A windowed statement.</param>
    /// <param name="heap">Where state comes from.</param>
    /// <param name="pass">Checkpoints of the shard.</param>
    internal TumblingWindowOperator(StatementProgram program, NativeHeap heap, CheckpointPass pass)
        : base(program, heap, pass)
    {
        bool retracts = program.Accumulators!.Retracts;
        Ranks = program.Ranking is null || retracts ? null : new RankedRows(program, this);
        ChangingRanks = program.Ranking is null || !retracts ? null : new ChangingRows(program, this);
    }

    /// <summary>Ranked rows of the groups, where all are new; else <see langword="null"/>.</summary>
    public RankedRows? Ranks { get; }

    /// <inheritdoc/>
    private protected override bool IsDue(WindowClock clock) =>
        clock.Open.Count > 0 && clock.Open[0].FireAtMs <= clock.WatermarkMs;

    /// <inheritdoc/>
    private protected override void OnDue(WindowClock clock)
    {
        int due = 0;
        while (due < clock.Open.Count && clock.Open[due].FireAtMs <= clock.WatermarkMs)
        {
            WindowPane pane = clock.Open[due++];
            GiveRoomBack(clock, pane);
            clock.Firing.Enqueue(pane);
        }

        clock.Open.RemoveRange(0, due);
    }

    /// <inheritdoc/>
    public override bool FireUnit(WindowClock clock, int rowsMax, ResultEmitter results)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(results);
        results.Begin(Program, clock);
        int left = rowsMax;
        while (clock.Firing.TryPeek(out WindowPane? pane))
        {
            bool isFired = pane.IsScattered
                ? FireScattered(pane, ref left, results)
                : FireInOrder(clock, pane, ref left, results);
            if (!isFired)
            {
                break;
            }

            clock.Firing.Dequeue();
            Close(clock, pane);
        }

        clock.FiringIndex = results.NextIndex;
        return clock.Firing.Count == 0;
    }

    private bool FireInOrder(WindowClock clock, WindowPane pane, ref int left, ResultEmitter results)
    {
        nint entry = clock.NextEntry != 0 ? clock.NextEntry : pane.FirstEntry;
        var scout = EntryScout.Of(Table.IsNear, entry);
        for (; entry != 0 && left > 0; left--)
        {
            scout.AskForRemovals(Table);
            results.Emit(entry, pane);
            nint next = Raw.Read<nint>(entry + EntryDescriptor.NextOfOwner);
            Free(entry);
            entry = next;
            scout.Follow();
        }

        clock.NextEntry = entry;
        return entry == 0;
    }

    private bool FireScattered(WindowPane pane, ref int left, ResultEmitter results)
    {
        PaneIndex index = pane.Index ??= new PaneIndex(pane, Evicted!, Scratch);
        if (!index.Build(ref left))
        {
            return false;
        }

        for (; left > 0 && !index.IsAtEnd; left--)
        {
            nint entry = index.Next(out bool isEvicted);
            results.Emit(entry, pane);
            if (isEvicted)
            {
                Hasher.ForgetEvicted(entry);
                Evicted!.Remove(entry);
            }
            else
            {
                Free(entry);
            }
        }

        if (!index.IsAtEnd)
        {
            return false;
        }

        index.Dispose();
        pane.Index = null;
        return true;
    }
}
