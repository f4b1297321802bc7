using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using HotPath.Sbe.Json;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>Everything in a message that a column may name, composites written out.</summary>
internal sealed class SbeMemberList
{
    private readonly MessageSchema _schema;
    private readonly List<SbeMember> _members = [];

    private SbeMemberList(MessageSchema schema) => _schema = schema;

    /// <summary>Lists a message's members.</summary>
    /// <param name="schema">Schema.</param>
    /// <param name="message">One of its messages.</param>
    /// <returns>
    /// Members in the order of the schema, those that no column can hold included; last the numbers of the header.
    /// </returns>
    public static IReadOnlyList<SbeMember> Of(MessageSchema schema, Message message)
    {
        var list = new SbeMemberList(schema);
        foreach (Field field in message.Fields)
        {
            list.Add(field, schema.Header.SizeBytes);
        }

        foreach (Group group in message.Groups)
        {
            list.Add(group);
        }

        foreach (VarData data in message.Data)
        {
            list.Add(data);
        }

        list.AddHeader(message);
        return list._members;
    }

    private void Add(Field field, int blockOffsetBytes)
    {
        string? unit = field.TimeUnit ?? Unit(field.SemanticType ?? field.Type.SemanticType);
        SbeMember member = Basis(field.Name, field, blockOffsetBytes + field.OffsetBytes) with
        {
            IsRequired = field.Presence == Presence.Required,
            TimeUnit = unit,
        };
        Add(member, field.Type, field.Presence, field.Constant);
    }

    private SbeMember Basis(string path, SchemaElementModel element, int offsetBytes) => new()
    {
        Path = path,
        Kind = SbeMemberKind.Refused,
        Place = element.Place,
        TypeName = string.Empty,
        Description = element.Description,
        OffsetBytes = offsetBytes,
        Order = _schema.ByteOrder,
        SinceVersion = element.SinceVersion,
    };

    private void Add(SbeMember basis, SbeType type, Presence presence, ConstantValue? constant)
    {
        switch (type)
        {
            case EncodedType encoded:
                constant ??= presence == Presence.Constant ? encoded.Constant : null;
                _members.Add(Encoded(basis, encoded, presence, constant));
                break;
            case EnumType named:
                _members.Add(basis with
                {
                    Kind = SbeMemberKind.Enum,
                    TypeName = $"enum {named.Name}",
                    Primitive = named.Primitive,
                    SizeBytes = named.SizeBytes,
                    Enum = named,
                    NullValue = constant is null && named.Find(named.NullValue) is null ? named.NullValue : null,
                    Constant = Octets(constant?.Value),
                });
                break;
            case SetType set:
                AddSet(basis, set);
                break;
            case CompositeType composite:
                AddComposite(basis, composite, presence);
                break;
            default:
                break;
        }
    }

    private SbeMember Encoded(SbeMember basis, EncodedType type, Presence presence, ConstantValue? constant)
    {
        bool isText = type.Primitive == PrimitiveType.Char;
        bool isOctets = !isText && type.Length > 1 && PrimitiveTypes.SizeBytes(type.Primitive) == 1;
        byte[]? octets = constant?.Text is { } text ? Encoding.Latin1.GetBytes(text) : Octets(constant?.Value);
        SbeMember member = basis with
        {
            Kind = isText ? SbeMemberKind.Text : isOctets ? SbeMemberKind.Octets : SbeMemberKind.Number,
            TypeName = LayoutWriter.TypeName(type),
            Primitive = type.Primitive,
            SizeBytes = octets?.Length ?? type.SizeBytes,
            Encoding = isText ? type.CharacterEncoding : null,
            NullValue = presence == Presence.Optional ? type.NullValue : null,
            Constant = octets,
        };
        return isText || isOctets || type.Length == 1
            ? member
            : Refused(member, "is an array, and a column holds one value");
    }

    private void AddSet(SbeMember basis, SetType set)
    {
        SbeMember member = basis with
        {
            Kind = SbeMemberKind.Set,
            TypeName = $"set {set.Name}",
            Primitive = set.Primitive,
            SizeBytes = set.SizeBytes,
            Set = set,
        };
        _members.Add(member);
        foreach (Choice choice in set.Choices)
        {
            _members.Add(member with
            {
                Path = $"{basis.Path}.{choice.Name}",
                Kind = SbeMemberKind.Choice,
                TypeName = $"choice of set {set.Name}",
                Description = choice.Description,
                Place = choice.Place,
                SinceVersion = Math.Max(basis.SinceVersion, choice.SinceVersion),
                BitIndex = choice.BitIndex,
            });
        }
    }

    private void AddComposite(SbeMember basis, CompositeType type, Presence presence)
    {
        _members.Add(SbeComposites.AsOne(basis, type, presence));
        foreach (CompositeMember member in type.Members)
        {
            // An optional composite is null when its members are, whatever their own presence.
            Presence inner = member.Presence == Presence.Required ? presence : member.Presence;
            string? unit = Unit(member.SemanticType ?? member.Type.SemanticType);
            SbeMember place = Basis($"{basis.Path}.{member.Name}", member, basis.OffsetBytes + member.OffsetBytes) with
            {
                IsRequired = inner == Presence.Required,
                SinceVersion = basis.SinceVersion,
                TimeUnit = unit,
            };
            Add(place, member.Type, inner, constant: null);
        }
    }

    private void Add(Group group)
    {
        SbeMember basis = Basis(group.Name, group, offsetBytes: 0) with { TypeName = "a group", IsFullPathOnly = true };
        _members.Add(Refused(
            basis, $"repeats, and a row holds one value: '{SbeNames.Column([group.Name, "count"])}' is its count"));
        _members.Add(basis with
        {
            Path = $"{group.Name}.count",
            Kind = SbeMemberKind.Count,
            TypeName = "the count of a group",
            Description = $"Number of {group.Name}",
            Primitive = ((EncodedType)group.NumInGroupMember.Type).Primitive,
            Group = group,
            IsFullPathOnly = true,
        });
        IEnumerable<SchemaElementModel> inner =
            ((IEnumerable<SchemaElementModel>)group.Fields).Concat(group.Groups).Concat(group.Data);
        foreach (SchemaElementModel member in inner)
        {
            SbeMember repeated = Basis($"{group.Name}.{member.Name}", member, offsetBytes: 0);
            _members.Add(Refused(
                repeated with { TypeName = $"in group '{group.Name}'" }, "repeats, and a row holds one value"));
        }
    }

    private void Add(VarData data)
    {
        _members.Add(Basis(data.Name, data, offsetBytes: 0) with
        {
            Kind = SbeMemberKind.Data,
            TypeName = data.CharacterEncoding is { } encoding ? $"data in {encoding}" : "data without encoding",
            Encoding = data.CharacterEncoding,
            Data = data,
        });
    }

    private void AddHeader(Message message)
    {
        foreach (CompositeMember member in _schema.Header.Members)
        {
            if (member.Type is EncodedType { Length: 1 } type && type.Presence == Presence.Required)
            {
                SbeMember basis = Basis($"header.{member.Name}", member, member.OffsetBytes);
                _members.Add(Encoded(basis, type, Presence.Required, constant: null) with
                {
                    IsFullPathOnly = true,
                    SinceVersion = 0,
                });
            }
        }

        byte[] name = Encoding.UTF8.GetBytes(message.Name);
        _members.Add(Basis("header.message", message, offsetBytes: 0) with
        {
            Kind = SbeMemberKind.Text,
            TypeName = "the message's name",
            Description = "Name of the message",
            Encoding = "UTF-8",
            Constant = name,
            SizeBytes = name.Length,
            SinceVersion = 0,
            IsFullPathOnly = true,
        });
    }

    private static SbeMember Refused(SbeMember member, string why) =>
        member with { Kind = SbeMemberKind.Refused, Refusal = why };

    private byte[]? Octets(PrimitiveValue? value)
    {
        if (value is not { } number)
        {
            return null;
        }

        byte[] octets = new byte[PrimitiveTypes.SizeBytes(number.Type)];
        Octet.Write(octets, number, _schema.ByteOrder);
        return octets;
    }

    // The unit of a time is a property of fields only; nanosecond is what the standard takes without one.
    private static string? Unit(string? semanticType) => semanticType switch
    {
        "UTCTimestamp" => "nanosecond",
        "LocalMktDate" => "day",
        _ => null,
    };
}
