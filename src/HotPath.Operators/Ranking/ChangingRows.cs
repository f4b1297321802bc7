using System;
using System.Buffers.Binary;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Groups;
using HotPath.Operators.Scalars;
using HotPath.Operators.Shards;
using HotPath.Operators.State;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Ranking;

/// <summary>
/// All rows of each partition where rows may be taken back: one that is none of the first may come to be. Each is an
/// element of a set of the partition's state entry, in a tree by order. Compiled code calls it with a row whose values
/// are computed. What becomes of the ranks comes out at once but for windows that have not ended.
/// </summary>
/// <remarks>
/// Rows that tie stand in order of arrival; one that replaces another has arrived anew, but where
/// <see cref="RankingProgram.KeepsPlaces"/> says otherwise. Threading: single-threaded; owned by one operator. Source:
/// flink-semantics.md 2.7.
/// </remarks>
public sealed class ChangingRows
{
    /// <summary>Where the value sums up the rows, behind their number. Unit: bytes.</summary>
    public const int HashesOffset = 8;

    private readonly RankingProgram _ranking;
    private readonly AccumulatorLayout _layout;
    private readonly KeyedGroups _groups;
    private readonly GroupingOperator? _unbounded;
    private readonly RevisingWindowOperator? _kept;
    private readonly RankTeller _teller;
    private readonly RowTree _tree = new();
    private nint[] _rows = new nint[16];
    private Removed _removed;

    internal ChangingRows(StatementProgram program, KeyedGroups groups)
    {
        _ranking = program.Ranking!;
        _layout = program.Accumulators!;
        _groups = groups;
        _unbounded = groups as GroupingOperator;
        _kept = groups as RevisingWindowOperator;
        _teller = new RankTeller(_ranking);
    }

    // A row just taken out: its place is free for the one that replaces it, which comes next and of the same frame.
    private readonly record struct Removed(nint Group, long Position, long Number, ulong SortHash);

    /// <summary>Sort key of the row at hand.</summary>
    public SortKey Sort { get; } = new();

    /// <summary>Puts a row into the partition located last and tells what becomes of the ranks.</summary>
    /// <param name="context">Scratch memory.</param>
    /// <param name="row">First byte of the row.</param>
    /// <param name="rowBytes">Unit: bytes.</param>
    /// <returns>Applied.</returns>
    public RowOutcome Add(ScalarContext context, nint row, int rowBytes)
    {
        ArgumentNullException.ThrowIfNull(context);
        _unbounded?.Change();
        nint group = _groups.Located;
        if (!IsShown)
        {
            AddElement(context, group, row, rowBytes);
            return RowOutcome.Applied;
        }

        int count = _tree.First(Raw.Read<nint>(RootOf(group)), ref _rows, _ranking.Last);
        nint element = AddElement(context, group, row, rowBytes);
        int place = 0;
        while (place < count && RowTree.IsBefore(_rows[place], element))
        {
            place++;
        }

        if (place < _ranking.Last)
        {
            _teller.Insert(Results(), RowsOf(count), place, RowTree.RowOf(element));
        }

        return RowOutcome.Applied;
    }

    /// <summary>Takes a row out of the partition located last and tells what becomes of the ranks.</summary>
    /// <param name="row">First byte of the row.</param>
    /// <param name="rowBytes">Unit: bytes.</param>
    /// <returns>Applied, also if there is no such row.</returns>
    public RowOutcome Remove(nint row, int rowBytes)
    {
        nint group = _groups.Located;
        nint root = RootOf(group);
        nint element = _tree.Find(Raw.Read<nint>(root), Sort.Span, Raw.Span(row, rowBytes));
        if (element == 0)
        {
            return RowOutcome.Applied;
        }

        _unbounded?.Change();
        int count = IsShown ? _tree.First(Raw.Read<nint>(root), ref _rows, _ranking.Last + 1) : 0;
        int place = Array.IndexOf(_rows, element, 0, count);
        if (place >= 0 && place < _ranking.Last)
        {
            _teller.Remove(Results(), RowsOf(count), place);
        }

        int lengthBytes = Raw.Read<int>(element + EntryDescriptor.KeyLength);
        _removed = new Removed(group, Position, RowTree.PlaceOf(element), SortHash);
        RowTree.Remove(root, element);
        _groups.Distinct.RemoveUnique(SlotOf(group), HashesOf(group), element);
        Raw.Ref<long>(group + EntryDescriptor.Value + _layout.RowsOffset)--;
        if (_layout.IsEmpty(group))
        {
            ForgetRemoved(); // the entry may go, and where another comes to lie is chance
        }

        _groups.Shrink(lengthBytes);
        return RowOutcome.Applied;
    }

    /// <summary>Nothing replaces the row taken out last.</summary>
    internal void ForgetRemoved() => _removed = default;

    /// <summary>Shows the rows of a partition whose rank is asked for, as new rows.</summary>
    internal void Show(nint group, ResultEmitter results)
    {
        int count = _tree.First(Raw.Read<nint>(RootOf(group)), ref _rows, _ranking.Last);
        for (int rank = _ranking.First; rank <= count; rank++)
        {
            results.Emit(RowKind.Insert, RowTree.RowOf(_rows[rank - 1]), rank);
        }
    }

    /// <summary>Sorts the rows of the partitions of a pane that has come back from a checkpoint.</summary>
    internal void Restore(WindowPane pane)
    {
        for (nint group = pane.FirstEntry; group != 0; group = Raw.Read<nint>(group + EntryDescriptor.NextOfOwner))
        {
            nint element = Raw.Read<nint>(SlotOf(group));
            for (; element != 0; element = Raw.Read<nint>(element + EntryDescriptor.NextOfOwner))
            {
                RowTree.Add(RootOf(group), element);
            }
        }
    }

    // Whether the ranks of the partition located last have come out.
    private bool IsShown => _unbounded is not null || _kept is { HasFired: true };

    private ResultEmitter Results()
    {
        _kept?.NoteRevised();
        return _unbounded?.Results ?? _kept!.Results;
    }

    private nint RootOf(nint group) => group + EntryDescriptor.Value + _layout.RootOffset;

    private nint SlotOf(nint group) => group + EntryDescriptor.Value + _layout.DistinctSlots[0];

    private static nint HashesOf(nint group) => group + EntryDescriptor.Value + HashesOffset;

    private ReadOnlySpan<nint> RowsOf(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _rows[i] = RowTree.RowOf(_rows[i]);
        }

        return _rows.AsSpan(0, count);
    }

    private long Position => _unbounded?.Position ?? 0;

    private ulong SortHash => StableHash.Of(Sort.Span);

    private long PlaceAmongTies(nint group) => _ranking.KeepsPlaces
        && _removed == new Removed(group, Position, _removed.Number, SortHash)
            ? _removed.Number
            : _groups.RowNumber;

    private nint AddElement(ScalarContext context, nint group, nint row, int rowBytes)
    {
        int sortBytes = Sort.Span.Length;
        int lengthBytes = sortBytes + sizeof(long) + rowBytes;
        nint octets = context.Scratch.Take(lengthBytes);
        Span<byte> target = Raw.WritableSpan(octets, lengthBytes);
        Sort.Span.CopyTo(target);
        BinaryPrimitives.WriteInt64BigEndian(target[sortBytes..], PlaceAmongTies(group));
        Raw.Span(row, rowBytes).CopyTo(target[(sortBytes + sizeof(long))..]);
        nint element = _groups.Distinct.AddUnique(
            group, SlotOf(group), HashesOf(group), octets, lengthBytes, _groups.RowNumber, sortBytes);
        ForgetRemoved();
        RowTree.Add(RootOf(group), element);
        Raw.Ref<long>(group + EntryDescriptor.Value + _layout.RowsOffset)++;
        _groups.Shrink(-lengthBytes);
        return element;
    }
}
