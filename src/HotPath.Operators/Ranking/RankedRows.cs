using System;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.Groups;
using HotPath.Operators.Scalars;
using HotPath.Operators.Shards;
using HotPath.Operators.State;
using HotPath.Operators.Windows;

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
    private readonly RankTeller _teller;
    private readonly RevisingWindowOperator? _kept;
    private nint[] _rows = new nint[16];

    internal RankedRows(StatementProgram program, KeyedGroups groups)
    {
        _ranking = program.Ranking!;
        _teller = new RankTeller(_ranking);
        _layout = program.Accumulators!;
        _groups = groups;
        _kept = groups as RevisingWindowOperator;
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
            if (_kept is { HasFired: true })
            {
                _kept.NoteRevised();
                _teller.Insert(_kept.Results, RowsInOrder(), place, row);
            }

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
            _teller.Insert(operation.Results, RowsInOrder(), place, row);
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

    private ReadOnlySpan<nint> RowsInOrder()
    {
        int count = (int)Count;
        if (_rows.Length < count)
        {
            Array.Resize(ref _rows, Math.Max(count, 2 * _rows.Length));
        }

        var row = new RankedRow(TextSlot.Get(Slot).Address);
        for (int place = 0; place < count; place++, row = row.Next)
        {
            _rows[place] = row.Row;
        }

        return _rows.AsSpan(0, count);
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
