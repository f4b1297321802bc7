using System;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Reading;

/// <summary>One walk over one message whose header has been checked.</summary>
/// <typeparam name="TVisitor">Who is told.</typeparam>
internal readonly ref struct MessageWalk<TVisitor>
    where TVisitor : ISbeVisitor
{
    private readonly ReadOnlySpan<byte> _frame;
    private readonly ByteOrder _order;
    private readonly int _actingVersion;
    private readonly ref TVisitor _visitor;

    public MessageWalk(ReadOnlySpan<byte> frame, ByteOrder order, int actingVersion, ref TVisitor visitor)
    {
        _frame = frame;
        _order = order;
        _actingVersion = actingVersion;
        _visitor = ref visitor;
    }

    /// <summary>Reads the fields of a block that is known to be as long as its version promises.</summary>
    public void Fields(Block block, int blockBytes)
    {
        foreach (Field field in block.Fields)
        {
            if (field.SinceVersion > _actingVersion && field.Presence != Presence.Constant)
            {
                _visitor.AbsentField(field);
            }
            else
            {
                Member(field, field.Type, field.Presence, field.Constant, blockBytes + field.OffsetBytes);
            }
        }
    }

    /// <summary>Reads what follows a block: its groups, then its data.</summary>
    public SbeError Tail(Block block, ref int position)
    {
        foreach (Group group in block.Groups)
        {
            if (group.SinceVersion > _actingVersion)
            {
                _visitor.AbsentGroup(group);
            }
            else if (Entries(group, ref position) is { IsError: true } error)
            {
                return error;
            }
        }

        foreach (VarData data in block.Data)
        {
            if (data.SinceVersion > _actingVersion)
            {
                _visitor.AbsentData(data);
            }
            else if (Data(data, ref position) is { IsError: true } error)
            {
                return error;
            }
        }

        return default;
    }

    private void Member(
        SchemaElementModel member, SbeType type, Presence presence, ConstantValue? constant, int offsetBytes)
    {
        switch (type)
        {
            case EncodedType encoded:
                constant ??= presence == Presence.Constant ? encoded.Constant : null;
                _visitor.Encoded(member, encoded, presence, Value(constant, encoded.Primitive, type, offsetBytes));
                break;
            case EnumType named:
                _visitor.Enumerated(member, named, Value(constant, named.Primitive, type, offsetBytes));
                break;
            case SetType set:
                _visitor.Chosen(member, set, Value(null, set.Primitive, type, offsetBytes));
                break;
            case CompositeType composite:
                _visitor.BeginComposite(member, composite);
                foreach (CompositeMember inner in composite.Members)
                {
                    Member(inner, inner.Type, inner.Presence, null, offsetBytes + inner.OffsetBytes);
                }

                _visitor.EndComposite();
                break;
            default:
                break;
        }
    }

    private SbeValue Value(ConstantValue? constant, PrimitiveType primitive, SbeType type, int offsetBytes) =>
        constant is null
            ? new SbeValue(_frame.Slice(offsetBytes, type.SizeBytes), primitive, _order)
            : new SbeValue(constant);

    private SbeError Entries(Group group, ref int position)
    {
        if (_frame.Length - position < group.Dimensions.SizeBytes)
        {
            return new SbeError(SbeErrorKind.DimensionsCut, position, 0, group);
        }

        ulong entryBytes = Number(group.BlockLengthMember, position).ToUInt64();
        PrimitiveValue count = Number(group.NumInGroupMember, position);
        int dimensionsAt = position;
        position += group.Dimensions.SizeBytes;
        if (count.ToInt64() < group.CountMin || count.ToInt64() > group.CountMax)
        {
            return new SbeError(SbeErrorKind.CountOutOfRange, dimensionsAt, count.ToUInt64(), group);
        }

        int countEntries = (int)count.ToInt64();
        SbeError error = CheckEntries(group, position, entryBytes, countEntries);
        if (error.IsError)
        {
            return error;
        }

        _visitor.BeginGroup(group, countEntries);
        for (int entry = 0; entry < countEntries; entry++)
        {
            // The first check allowed for empty data and empty groups only: an entry may have moved the position.
            if (entryBytes > (ulong)(_frame.Length - position))
            {
                return new SbeError(SbeErrorKind.EntriesPastEnd, position, (ulong)countEntries, group);
            }

            _visitor.BeginEntry();
            Fields(group, position);
            position += (int)entryBytes;
            error = Tail(group, ref position);
            if (error.IsError)
            {
                return error;
            }

            _visitor.EndEntry();
        }

        _visitor.EndGroup();
        return default;
    }

    // Entries that cannot all be there are refused before the first is told of, so that a count of two thousand million
    // costs nothing.
    private SbeError CheckEntries(Group group, int position, ulong entryBytes, int countEntries)
    {
        if (countEntries == 0)
        {
            return default;
        }

        if (entryBytes < (ulong)group.MinimumBlockLengthBytes(_actingVersion))
        {
            return new SbeError(SbeErrorKind.BlockTooShort, position, entryBytes, group);
        }

        ulong leastBytes = entryBytes + (ulong)LeastTailBytes(group);
        ulong roomBytes = (ulong)(_frame.Length - position);
        return leastBytes == 0 ? new SbeError(SbeErrorKind.EntriesEmpty, position, (ulong)countEntries, group)
            : leastBytes < entryBytes || roomBytes / leastBytes < (ulong)countEntries
                ? new SbeError(SbeErrorKind.EntriesPastEnd, position, (ulong)countEntries, group)
                : default;
    }

    private int LeastTailBytes(Block block)
    {
        int bytes = 0;
        foreach (Group group in block.Groups)
        {
            bytes += group.SinceVersion > _actingVersion ? 0 : group.Dimensions.SizeBytes;
        }

        foreach (VarData data in block.Data)
        {
            bytes += data.SinceVersion > _actingVersion ? 0 : data.DataOffsetBytes;
        }

        return bytes;
    }

    private SbeError Data(VarData data, ref int position)
    {
        int prefixBytes = data.DataOffsetBytes;
        if (_frame.Length - position < prefixBytes)
        {
            return new SbeError(SbeErrorKind.LengthCut, position, 0, data);
        }

        EncodedType lengthType = data.LengthType;
        ulong lengthBytes = (ulong)Octet.ReadInteger(
            _frame[(position + data.LengthOffsetBytes)..], lengthType.Primitive, _order);
        if (lengthBytes > lengthType.MaxValue.ToUInt64())
        {
            return new SbeError(SbeErrorKind.DataTooLong, position, lengthBytes, data);
        }

        if (lengthBytes > (ulong)(_frame.Length - position - prefixBytes))
        {
            return new SbeError(SbeErrorKind.DataPastEnd, position, lengthBytes, data);
        }

        _visitor.Data(data, _frame.Slice(position + prefixBytes, (int)lengthBytes));
        position += prefixBytes + (int)lengthBytes;
        return default;
    }

    private PrimitiveValue Number(CompositeMember member, int dimensionsAt) => Octet.Read(
        _frame[(dimensionsAt + member.OffsetBytes)..], ((EncodedType)member.Type).Primitive, _order);
}
