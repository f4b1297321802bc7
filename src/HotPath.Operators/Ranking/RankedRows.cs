using System;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.Groups;
using HotPath.Operators.Scalars;
using HotPath.Operators.Shards;
using HotPath.Operators.State;

namespace HotPath.Operators.Ranking;

/// <summary>
/// The first rows of each partition of new rows only, in order: all in one text of the partition's state entry, so that
/// checkpoints, hashes, quotas and eviction know them. Compiled code calls it with a row whose values are computed.
/// </summary>
/// <remarks>
/// Rows that tie stand in order of arrival, and the last leaves first. A row costs time in proportion to the rows that
/// are kept, which is the highest rank asked for. Threading: single-threaded; owned by one operator. Source:
/// flink-semantics.md 2.7.
/// </remarks>
public sealed class RankedRows
{
    private readonly RankingProgram _ranking;
    private readonly AccumulatorLayout _layout;
    private readonly KeyedGroups _groups;

    internal RankedRows(StatementProgram program, KeyedGroups groups)
    {
        _ranking = program.Ranking!;
        _layout = program.Accumulators!;
        _groups = groups;
    }

    /// <summary>Sort key of the row at hand.</summary>
    public SortKey Sort { get; } = new();

    /// <summary>Puts a row into the list of the partition located last.</summary>
    /// <param name="context">Scratch memory.</param>
    /// <param name="row">First byte of the row.</param>
    /// <param name="rowBytes">Unit: bytes.</param>
    /// <param name="hasQuota">Whether the list may not grow for ever.</param>
    /// <returns>Applied, also if the row is none of the first, or Failed when the quota refuses it.</returns>
    public RowOutcome Insert(ScalarContext context, nint row, int rowBytes, bool hasQuota)
    {
        ArgumentNullException.ThrowIfNull(context);
        int place = Place(context, row, rowBytes, hasQuota, out bool isRefused);
        if (isRefused)
        {
            return RowOutcome.Failed;
        }

        if (place < _ranking.Last)
        {
            Write(context, place, row, rowBytes);
        }

        return RowOutcome.Applied;
    }

    /// <summary>Puts a row into the list of the partition located last and tells what becomes of the ranks.</summary>
    /// <param name="context">Scratch memory.</param>
    /// <param name="row">First byte of the row.</param>
    /// <param name="rowBytes">Unit: bytes.</param>
    /// <param name="hasQuota">Whether the list may not grow for ever.</param>
    /// <returns>Applied, also if the row is none of the first, or Failed when the quota refuses it.</returns>
    public RowOutcome Change(ScalarContext context, nint row, int rowBytes, bool hasQuota)
    {
        ArgumentNullException.ThrowIfNull(context);
        int place = Place(context, row, rowBytes, hasQuota, out bool isRefused);
        if (isRefused)
        {
            return RowOutcome.Failed;
        }

        var operation = (GroupingOperator)_groups;
        operation.Change();
        if (place < _ranking.Last)
        {
            Tell(operation.Results, place, row);
            Write(context, place, row, rowBytes);
        }

        return RowOutcome.Applied;
    }

    /// <summary>Shows the rows of a partition whose rank is asked for, as new rows.</summary>
    internal static void Show(StatementProgram program, nint entry, ResultEmitter results)
    {
        Utf8View list = TextSlot.Get(entry + EntryDescriptor.Value + program.Accumulators!.TextSlots[0]);
        RankingProgram ranking = program.Ranking!;
        var row = new RankedRow(list.Address);
        for (int rank = 1; row.Address < list.Address + list.LengthBytes; rank++, row = row.Next)
        {
            if (rank >= ranking.First)
            {
                results.Emit(RowKind.Insert, row.Row, rank);
            }
        }
    }

    private nint Slot => _groups.Located + EntryDescriptor.Value + _layout.TextSlots[0];

    private ref long Count => ref Raw.Ref<long>(_groups.Located + EntryDescriptor.Value);

    // Where the row goes, from 0; rows behind the last rank asked for are not kept.
    private int Place(ScalarContext context, nint row, int rowBytes, bool hasQuota, out bool isRefused)
    {
        int place = 0;
        var other = new RankedRow(TextSlot.Get(Slot).Address);
        for (; place < Count && IsBehind(other); place++)
        {
            other = other.Next;
        }

        isRefused = hasQuota && place < _ranking.Last && !_groups.Admit(GrowthBytes(rowBytes));
        return place;
    }

    private bool IsBehind(RankedRow other)
    {
        int order = Sort.Span.SequenceCompareTo(other.SortKey);
        return _ranking.LaterWins ? order > 0 : order >= 0;
    }

    private int GrowthBytes(int rowBytes) =>
        RankedRow.LengthOf(rowBytes, Sort.Span.Length) - (Count == _ranking.Last ? LastBytes() : 0);

    private int LastBytes() => RecordAt((int)Count - 1).RecordBytes;

    private RankedRow RecordAt(int place)
    {
        var row = new RankedRow(TextSlot.Get(Slot).Address);
        for (; place > 0; place--)
        {
            row = row.Next;
        }

        return row;
    }

    // As Flink's Top-N: with ranks to be seen each row that moves comes out, else only who leaves and who comes.
    private void Tell(ResultEmitter results, int place, nint newcomer)
    {
        int count = (int)Count;
        if (!_ranking.MovesRanks)
        {
            TellOne(results, count, newcomer);
            return;
        }

        nint current = newcomer;
        RankedRow old = RecordAt(place);
        for (; place < count; place++)
        {
            TellRank(results, RowKind.UpdateBefore, old.Row, place + 1);
            TellRank(results, RowKind.UpdateAfter, current, place + 1);
            current = old.Row;
            old = old.Next;
        }

        if (count < _ranking.Last)
        {
            TellRank(results, RowKind.Insert, current, count + 1);
        }
    }

    private void TellRank(ResultEmitter results, RowKind kind, nint row, int rank)
    {
        if (rank >= _ranking.First)
        {
            results.Emit(kind, row, rank);
        }
    }

    private void TellOne(ResultEmitter results, int count, nint newcomer)
    {
        bool isFull = count == _ranking.Last;
        bool isOne = _ranking.Last == 1;
        if (isFull)
        {
            results.Emit(
                isOne ? RowKind.UpdateBefore : RowKind.Delete,
                RecordAt(count - 1).Row,
                count);
        }

        results.Emit(
            isFull && isOne ? RowKind.UpdateAfter : RowKind.Insert, newcomer, 1);
    }

    private void Write(ScalarContext context, int place, nint row, int rowBytes)
    {
        Utf8View list = TextSlot.Get(Slot);
        bool isFull = Count == _ranking.Last;
        int before = (int)(RecordAt(place).Address - list.Address);
        int kept = list.LengthBytes - (isFull ? LastBytes() : 0);
        int recordBytes = RankedRow.LengthOf(rowBytes, Sort.Span.Length);
        nint scratch = context.Scratch.Take(kept + recordBytes);
        Span<byte> all = Raw.WritableSpan(scratch, kept + recordBytes);
        list.Span[..before].CopyTo(all);
        RankedRow.Write(all.Slice(before, recordBytes), Raw.Span(row, rowBytes), Sort.Span);
        list.Span[before..kept].CopyTo(all[(before + recordBytes)..]);
        TextSlot.Set(Slot, all, _groups.Texts);
        Count += isFull ? 0 : 1;
    }
}
