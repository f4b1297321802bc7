using System;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>Reads a <c>field</c>.</summary>
internal sealed class FieldReader(ReadSession session, TypeTable types)
{
    public Field? Read(XmlNode node, LayoutCursor layout)
    {
        string? name = session.Required(node, "name");
        int? id = session.RequiredNumber(node, "id");
        Presence? own = PresenceReader.Read(session, node);
        SbeType? type = types.Named(node, "type", canBeBuiltIn: true);
        if (type is null || !IsFixed(node, type))
        {
            return null;
        }

        Presence presence = own ?? (type as EncodedType)?.Presence ?? Presence.Required;
        CheckPresence(node, type, own, presence);
        CheckSemanticType(session, node, type);
        ConstantValue? constant = presence == Presence.Constant ? Constant(node, type) : null;
        session.CountMembers(node, type is CompositeType composite ? composite.FlattenedCount : 1);
        var field = session.Describe(
            new Field
            {
                Name = name ?? "",
                Id = id ?? 0,
                Type = type,
                Presence = presence,
                OffsetBytes = layout.Place(node, presence == Presence.Constant ? 0 : type.SizeBytes),
                Constant = constant,
                Epoch = node["epoch"],
                TimeUnit = node["timeUnit"],
            },
            node);
        return field with
        {
            SinceVersion = Math.Max(field.SinceVersion, type.SinceVersion),
            SemanticType = field.SemanticType ?? type.SemanticType,
        };
    }

    /// <summary>A member and its type may not say two things about meaning.</summary>
    public static void CheckSemanticType(ReadSession session, XmlNode node, SbeType type)
    {
        if (node["semanticType"] is { } own && type.SemanticType is { } ofType && own != ofType)
        {
            session.Sink.Error(
                SchemaRule.SemanticTypeMismatch, node.PlaceOf("semanticType"),
                $"semanticType of {node} is '{own}', that of its type '{type.Name}' is '{ofType}'",
                "remove one of them, or make them equal");
        }
    }

    private bool IsFixed(XmlNode node, SbeType type)
    {
        if (type is not (EncodedType { IsVariableLength: true } or CompositeType { IsVariableLength: true }))
        {
            return true;
        }

        session.Sink.Error(
            SchemaRule.TypeKind, node.PlaceOf("type"), $"{node} has type '{type.Name}' of variable length",
            "use <data>, after all fields and groups");
        return false;
    }

    private void CheckPresence(XmlNode node, SbeType type, Presence? own, Presence presence)
    {
        bool isConstantType = type is EncodedType { Presence: Presence.Constant };
        if (isConstantType && own is Presence.Required or Presence.Optional)
        {
            session.Sink.Error(
                SchemaRule.PresenceConflict, node.PlaceOf("presence"),
                $"{node} is {(own == Presence.Required ? "required" : "optional")}, its type '{type.Name}' is constant",
                "remove the presence of the field, or use another type");
        }

        if (presence == Presence.Constant && type is SetType or CompositeType && own == Presence.Constant)
        {
            session.Sink.Error(
                SchemaRule.PresenceConflict, node.PlaceOf("presence"),
                $"{node} is constant, but nothing can say the value of '{type.Name}'",
                "use a type or an enum, or make the members of the composite constant");
        }

        if (node["valueRef"] is not null && presence != Presence.Constant)
        {
            session.Sink.Error(
                SchemaRule.ValueRefMismatch, node.PlaceOf("valueRef"), $"{node} has a valueRef but is no constant",
                "add presence=\"constant\", or remove the valueRef");
        }
    }

    private ConstantValue? Constant(XmlNode node, SbeType type)
    {
        if (node["valueRef"] is null)
        {
            if (type is EncodedType { Presence: Presence.Constant } constantType)
            {
                return constantType.Constant;
            }

            if (type is EnumType or EncodedType)
            {
                session.Sink.Error(
                    SchemaRule.ConstantMissing, node.Place, $"{node} is constant but nothing says its value",
                    "add valueRef=\"Enum.value\", or use a constant type");
            }

            return null;
        }

        var reader = new ConstantReader(session, types);
        return type switch
        {
            EnumType named => OfEnum(node, named, reader),
            EncodedType encoded => reader.FromValueRef(node, encoded.Primitive),
            _ => null,
        };
    }

    private ConstantValue? OfEnum(XmlNode node, EnumType type, ConstantReader reader)
    {
        ConstantValue? constant = reader.FromValueRef(node, type.Primitive);
        if (constant is null || constant.EnumName == type.Name)
        {
            return constant;
        }

        session.Sink.Error(
            SchemaRule.ValueRefMismatch, node.PlaceOf("valueRef"),
            $"valueRef=\"{node["valueRef"]}\" of {node} is not of its type '{type.Name}'",
            $"name a value of '{type.Name}'");
        return null;
    }
}
