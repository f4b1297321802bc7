using System;
using System.Buffers.Binary;
using HotPath.Foundation.Memory;
using HotPath.Operators.Groups;
using HotPath.Operators.Scalars;
using HotPath.Operators.Shards;
using HotPath.Operators.State;

namespace HotPath.Operators.Ranking;

/// <summary>
/// All rows of each partition where rows may be taken back: one that is none of the first may come to be. Each is an
/// element of a set of the partition's state entry, in a tree by order. Compiled code calls it with a row whose values
/// are computed.
/// </summary>
/// <remarks>
/// Rows that tie stand in order of arrival. Threading: single-threaded; owned by one operator. Source:
/// flink-semantics.md 2.7.
/// </remarks>
public sealed class ChangingRows
{
    /// <summary>Where the value sums up the rows, behind their number. Unit: bytes.</summary>
    public const int HashesOffset = 8;

    private readonly RankingProgram _ranking;
    private readonly AccumulatorLayout _layout;
    private readonly GroupingOperator _groups;
    private readonly RankTeller _teller;
    private readonly RowTree _tree = new();
    private nint[] _rows = new nint[16];

    internal ChangingRows(StatementProgram program, GroupingOperator groups)
    {
        _ranking = program.Ranking!;
        _layout = program.Accumulators!;
        _groups = groups;
        _teller = new RankTeller(_ranking);
    }

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
        _groups.Change();
        nint group = _groups.Located;
        int count = _tree.First(Raw.Read<nint>(RootOf(group)), ref _rows, _ranking.Last);
        int place = 0;
        while (place < count && RowTree.SortKeyOf(_rows[place]).SequenceCompareTo(Sort.Span) <= 0)
        {
            place++;
        }

        nint element = AddElement(context, group, row, rowBytes);
        if (place < _ranking.Last)
        {
            _teller.Insert(_groups.Results, RowsOf(count), place, RowTree.RowOf(element));
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

        _groups.Change();
        int count = _tree.First(Raw.Read<nint>(root), ref _rows, _ranking.Last + 1);
        int place = Array.IndexOf(_rows, element, 0, count);
        if (place >= 0 && place < _ranking.Last)
        {
            _teller.Remove(_groups.Results, RowsOf(count), place);
        }

        int lengthBytes = Raw.Read<int>(element + EntryDescriptor.KeyLength);
        RowTree.Remove(root, element);
        _groups.Distinct.RemoveUnique(SlotOf(group), HashesOf(group), element);
        Raw.Ref<long>(group + EntryDescriptor.Value + _layout.RowsOffset)--;
        _groups.Shrink(lengthBytes);
        return RowOutcome.Applied;
    }

    /// <summary>Sorts the rows of a partition that has come back from a checkpoint.</summary>
    internal void Restore(nint group)
    {
        nint element = Raw.Read<nint>(SlotOf(group));
        for (; element != 0; element = Raw.Read<nint>(element + EntryDescriptor.NextOfOwner))
        {
            RowTree.Add(RootOf(group), element);
        }
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

    private nint AddElement(ScalarContext context, nint group, nint row, int rowBytes)
    {
        int sortBytes = Sort.Span.Length;
        int lengthBytes = sortBytes + sizeof(long) + rowBytes;
        nint octets = context.Scratch.Take(lengthBytes);
        Span<byte> target = Raw.WritableSpan(octets, lengthBytes);
        Sort.Span.CopyTo(target);
        BinaryPrimitives.WriteInt64BigEndian(target[sortBytes..], _groups.RowNumber);
        Raw.Span(row, rowBytes).CopyTo(target[(sortBytes + sizeof(long))..]);
        nint element = _groups.Distinct.AddUnique(
            group, SlotOf(group), HashesOf(group), octets, lengthBytes, _groups.RowNumber, sortBytes);
        RowTree.Add(RootOf(group), element);
        Raw.Ref<long>(group + EntryDescriptor.Value + _layout.RowsOffset)++;
        _groups.Shrink(-lengthBytes);
        return element;
    }
}
