using System;
using System.Linq;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>Composites that are one value to a column: decimals and UUIDs.</summary>
internal static class SbeComposites
{
    /// <summary>A composite as a whole.</summary>
    /// <param name="basis">Its place.</param>
    /// <param name="type">Composite.</param>
    /// <param name="presence">Presence of the field or member.</param>
    /// <returns>A decimal, a UUID, or a refusal that names the members.</returns>
    public static SbeMember AsOne(SbeMember basis, CompositeType type, Presence presence)
    {
        SbeMember member = basis with
        {
            TypeName = $"composite {type.Name}",
            SizeBytes = type.SizeBytes,
            Refusal = "is several values: name one of "
                + string.Join(", ", type.Members.Select(m => $"{basis.Path}.{m.Name}")),
        };
        return AsDecimal(member, type, presence) ?? AsUuid(member, type, presence) ?? member;
    }

    private static SbeMember? AsDecimal(SbeMember member, CompositeType type, Presence presence)
    {
        if (type.Members.Count != 2
            || Number(type, "mantissa") is not { Type: EncodedType mantissa } number
            || Number(type, "exponent") is not { Type: EncodedType exponent } power
            || mantissa.Presence == Presence.Constant
            || (exponent.Presence != Presence.Constant && exponent.Primitive != PrimitiveType.Int8))
        {
            return null;
        }

        bool isConstant = exponent.Presence == Presence.Constant;
        bool isOptional = presence == Presence.Optional || mantissa.Presence == Presence.Optional;
        return member with
        {
            Kind = SbeMemberKind.Decimal,
            Primitive = mantissa.Primitive,
            OffsetBytes = member.OffsetBytes + number.OffsetBytes,
            SizeBytes = mantissa.SizeBytes,
            Exponent = isConstant ? (int)exponent.Constant!.Value.ToInt64() : null,
            SecondOffsetBytes = member.OffsetBytes + power.OffsetBytes,
            NullValue = isOptional ? mantissa.NullValue : null,
            IsRequired = !isOptional,
        };
    }

    private static SbeMember? AsUuid(SbeMember member, CompositeType type, Presence presence)
    {
        bool isUuid = string.Equals(type.Name, "uuid", StringComparison.OrdinalIgnoreCase)
            && type.Members.Count == 2
            && type.Members.All(static m => m.Type is EncodedType
            {
                Length: 1, Primitive: PrimitiveType.UInt64, Presence: not Presence.Constant,
            });
        if (!isUuid)
        {
            return null;
        }

        var half = (EncodedType)type.Members[0].Type;
        bool isOptional = presence == Presence.Optional || half.Presence == Presence.Optional;
        return member with
        {
            Kind = SbeMemberKind.Uuid,
            Primitive = PrimitiveType.UInt64,
            OffsetBytes = member.OffsetBytes + type.Members[0].OffsetBytes,
            SizeBytes = sizeof(ulong),
            SecondOffsetBytes = member.OffsetBytes + type.Members[1].OffsetBytes,
            NullValue = isOptional ? half.NullValue : null,
            IsRequired = !isOptional,
        };
    }

    private static CompositeMember? Number(CompositeType type, string name) =>
        type.Find(name) is { Type: EncodedType { Length: 1 } encoded } member
        && (PrimitiveTypes.IsSigned(encoded.Primitive) || PrimitiveTypes.IsUnsigned(encoded.Primitive))
            ? member
            : null;
}
