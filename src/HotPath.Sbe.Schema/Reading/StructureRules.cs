using System.Collections.Generic;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>
/// What a composite must be like to serve as header, dimensions of a group, or length and data. Each composite is
/// judged
/// once for each use, however many members name it.
/// </summary>
internal sealed class StructureRules(ReadSession session)
{
    private const long SignedMax = int.MaxValue;

    private readonly Dictionary<string, bool> _judged = [];

    public bool IsHeader(CompositeType type) => Judge("header", type, JudgeHeader);

    public bool IsDimensions(CompositeType type) => Judge("dimensions", type, JudgeDimensions);

    public bool IsVarData(CompositeType type) => Judge("data", type, JudgeVarData);

    private static bool JudgeAll(params bool[] verdicts)
    {
        foreach (bool verdict in verdicts)
        {
            if (!verdict)
            {
                return false;
            }
        }

        return true;
    }

    private bool Judge(string use, CompositeType type, System.Func<CompositeType, bool> judge)
    {
        string key = use + " " + type.Name;
        if (!_judged.TryGetValue(key, out bool isGood))
        {
            isGood = judge(type);
            _judged.Add(key, isGood);
        }

        return isGood;
    }

    private bool JudgeHeader(CompositeType type) => JudgeAll(
        IsHeaderMember(type, "blockLength"),
        IsHeaderMember(type, "templateId"),
        IsHeaderMember(type, "schemaId"),
        IsHeaderMember(type, "version"));

    private bool IsHeaderMember(CompositeType type, string name)
    {
        if (Number(type, name) is not { } member)
        {
            return false;
        }

        if (!PrimitiveTypes.IsUnsigned(member.Primitive))
        {
            return Refuse(member, type, "must not be negative", "use uint16");
        }

        WarnUnless(member.Primitive == PrimitiveType.UInt16, member, type, "uint16");
        return true;
    }

    private bool JudgeDimensions(CompositeType type) => JudgeAll(IsEntryLength(type), IsCount(type));

    private bool IsEntryLength(CompositeType type)
    {
        if (Number(type, "blockLength") is not { } member)
        {
            return false;
        }

        if (!PrimitiveTypes.IsUnsigned(member.Primitive))
        {
            return Refuse(member, type, "must not be negative", "use uint16");
        }

        WarnUnless(
            member.Primitive is PrimitiveType.UInt8 or PrimitiveType.UInt16, member, type, "uint8 or uint16");
        return true;
    }

    private bool IsCount(CompositeType type)
    {
        if (Number(type, "numInGroup") is not { } member)
        {
            return false;
        }

        if (member.Primitive is PrimitiveType.UInt64 or PrimitiveType.Int64)
        {
            return Refuse(member, type, "counts more than a reader can hold", "use uint16");
        }

        if (PrimitiveTypes.IsSigned(member.Primitive) && member.MinValue.ToInt64() < 0)
        {
            return Refuse(member, type, "must not be negative", "use uint16, or give it minValue=\"0\"");
        }

        WarnUnless(
            member.Primitive is PrimitiveType.UInt8 or PrimitiveType.UInt16, member, type, "uint8 or uint16");
        return IsBounded(member, type);
    }

    private bool JudgeVarData(CompositeType type)
    {
        bool isLength = IsLength(type);
        if (type.Find("varData") is not { Type: EncodedType data } member)
        {
            bool isOtherName = type.Find("data") is not null;
            return Missing(
                type,
                "varData", isOtherName ? "rename its member 'data' to 'varData', as every SBE tool expects" : null);
        }

        if (!isLength)
        {
            return false;
        }

        if (PrimitiveTypes.SizeBytes(data.Primitive) != 1 || data.Presence == Presence.Constant)
        {
            return Refuse(data, type, "is not made of octets", "use uint8, or char for text");
        }

        // Between the two, or in the other order, readers disagree on where the data starts.
        CompositeMember length = type.Find("length")!;
        bool isPlain = type.Members.Count == 2
            && type.Members[0] == length
            && member.OffsetBytes == length.OffsetBytes + length.SizeBytes;
        if (!isPlain)
        {
            session.Sink.Error(
                SchemaRule.VarDataShape, type.Place,
                $"composite '{type.Name}' has more than length and, right after it, varData",
                "remove the other members and offsets: tools disagree on where the data would start");
        }

        return isPlain;
    }

    private bool IsLength(CompositeType type)
    {
        if (Number(type, "length") is not { } member)
        {
            return false;
        }

        if (member.Primitive is not (PrimitiveType.UInt8 or PrimitiveType.UInt16 or PrimitiveType.UInt32))
        {
            return Refuse(member, type, "is not uint8, uint16 or uint32", "use one of them");
        }

        return IsBounded(member, type);
    }

    private bool IsBounded(EncodedType member, CompositeType type)
    {
        bool needsMax = member.Primitive == PrimitiveType.UInt32;
        return (!needsMax || (member.HasOwnMaxValue && member.MaxValue.ToInt64() <= SignedMax))
            || Refuse(member, type, "has no usable maxValue", $"give it a maxValue of at most {SignedMax}");
    }

    private EncodedType? Number(CompositeType type, string name)
    {
        if (type.Find(name) is not { } member)
        {
            _ = Missing(type, name, null);
            return null;
        }

        if (member.Type is EncodedType { Length: 1, Presence: not Presence.Constant } encoded
            && encoded.Primitive != PrimitiveType.Char
            && !PrimitiveTypes.IsFloating(encoded.Primitive))
        {
            // Reported where the member stands, also when its type was declared elsewhere.
            return encoded with { Name = name, Place = member.Place };
        }

        session.Sink.Error(
            SchemaRule.StructureMemberType, member.Place,
            $"'{name}' of composite '{type.Name}' is not one whole number",
            "use uint16");
        return null;
    }

    private bool Missing(CompositeType type, string name, string? remedy)
    {
        session.Sink.Error(
            SchemaRule.StructureMemberMissing, type.Place, $"composite '{type.Name}' has no member '{name}'",
            remedy ?? $"add a <type name=\"{name}\" ...>");
        return false;
    }

    private bool Refuse(EncodedType member, CompositeType type, string why, string remedy)
    {
        session.Sink.Error(
            SchemaRule.StructureMemberType, member.Place,
            $"'{member.Name}' of composite '{type.Name}' is {PrimitiveTypes.Name(member.Primitive)}: it {why}", remedy);
        return false;
    }

    private void WarnUnless(bool isUsual, EncodedType member, CompositeType type, string usual)
    {
        if (!isUsual)
        {
            session.Sink.Warning(
                SchemaRule.StructureMemberUnusual, member.Place,
                $"'{member.Name}' of composite '{type.Name}' is {PrimitiveTypes.Name(member.Primitive)}",
                $"use {usual}: other tools may not read it");
        }
    }
}
