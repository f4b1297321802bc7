using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>Reads what a message or a group holds: fields, then groups, then data.</summary>
internal sealed class BlockReader(ReadSession session, TypeTable types, StructureRules structures)
{
    private static readonly string[] Order = ["field", "group", "data"];

    private readonly FieldReader _fields = new(session, types);

    /// <summary>Reads a message.</summary>
    /// <param name="node">The element.</param>
    /// <param name="lengthMaxBytes">Largest block that the header can say. Unit: bytes.</param>
    public Message? ReadMessage(XmlNode node, long lengthMaxBytes)
    {
        string? name = session.Required(node, "name");
        int? id = session.RequiredNumber(node, "id");
        Parts parts = ReadParts(node, lengthMaxBytes);
        if (name is null || id is null)
        {
            return null;
        }

        Message message = session.Describe(
            new Message
            {
                Name = name,
                Id = id.Value,
                BlockLengthBytes = parts.LengthBytes,
                Fields = new ModelList<Field>(parts.Fields),
                Groups = new ModelList<Group>(parts.Groups),
                Data = new ModelList<VarData>(parts.Data),
            },
            node);
        new VersionRules(session.Sink).Check(message, message.SinceVersion);
        return message;
    }

    private Group? ReadGroup(XmlNode node)
    {
        string? name = session.Required(node, "name");
        int? id = session.RequiredNumber(node, "id");
        CompositeType? dimensions = Dimensions(node);
        long lengthMaxBytes = long.MaxValue;
        if (dimensions?.Find("blockLength")?.Type is EncodedType length)
        {
            lengthMaxBytes = PositiveMax(length);
        }

        Parts parts = ReadParts(node, lengthMaxBytes);
        if (name is null || id is null || dimensions is null)
        {
            return null;
        }

        return session.Describe(
            new Group
            {
                Name = name,
                Id = id.Value,
                Dimensions = dimensions,
                BlockLengthBytes = parts.LengthBytes,
                Fields = new ModelList<Field>(parts.Fields),
                Groups = new ModelList<Group>(parts.Groups),
                Data = new ModelList<VarData>(parts.Data),
            },
            node);
    }

    /// <summary>Largest value of a length; everything when it is a uint64 that knows no end.</summary>
    internal static long PositiveMax(EncodedType length)
    {
        long max = length.MaxValue.ToInt64();
        return max < 0 ? long.MaxValue : max;
    }

    private CompositeType? Dimensions(XmlNode node)
    {
        string name = node["dimensionType"] ?? "groupSizeEncoding";
        SbeType? type;
        if (node["dimensionType"] is null && !types.IsDeclared(name))
        {
            session.Sink.Error(
                SchemaRule.TypeUnknown, node.Place, $"{node} has no dimensionType, and there is no composite '{name}'",
                $"declare a composite '{name}' of blockLength and numInGroup, or name another one");
            return null;
        }

        type = node["dimensionType"] is null ? types.Declared(name) : types.Named(node, "dimensionType", false);
        if (type is CompositeType composite)
        {
            return structures.IsDimensions(composite) ? composite : null;
        }

        NotComposite(node, "dimensionType", type, "blockLength and numInGroup");
        return null;
    }

    private VarData? ReadData(XmlNode node)
    {
        string? name = session.Required(node, "name");
        int? id = session.RequiredNumber(node, "id");
        if (PresenceReader.Read(session, node) == Presence.Optional)
        {
            session.Sink.Error(
                SchemaRule.VarDataOptional, node.PlaceOf("presence"),
                $"{node} is optional, but nothing on the wire says so",
                "remove the presence: no data is data of length 0");
        }

        SbeType? type = types.Named(node, "type", canBeBuiltIn: true);
        if (type is not CompositeType composite)
        {
            NotComposite(node, "type", type, "length and varData");
            return null;
        }

        FieldReader.CheckSemanticType(session, node, type);
        session.CountMembers(node, 1);
        return !structures.IsVarData(composite) || name is null || id is null
            ? null
            : session.Describe(new VarData { Name = name, Id = id.Value, Type = composite }, node);
    }

    private Parts ReadParts(XmlNode node, long lengthMaxBytes)
    {
        var parts = new Parts();
        var names = new NameRules(session);
        var layout = new LayoutCursor(session);
        foreach (XmlNode child in node.Children)
        {
            int rank = Array.IndexOf(Order, child.Name);
            if (rank < 0)
            {
                continue;
            }

            if (rank < parts.Rank)
            {
                session.Sink.Error(
                    SchemaRule.MemberOrder, child.Place, $"{child} stands after a {Order[parts.Rank]} in {node}",
                    "write fields first, then groups, then data");
            }

            parts.Rank = Math.Max(parts.Rank, rank);
            names.Add(child, child["name"], Id(child));
            Add(parts, child, layout);
        }

        parts.LengthBytes = Length(node, parts, layout, lengthMaxBytes);
        return parts;
    }

    private static int? Id(XmlNode node) => int.TryParse(node["id"], out int id) ? id : null;

    private void Add(Parts parts, XmlNode child, LayoutCursor layout)
    {
        if (child.Name == "field")
        {
            AddField(parts, child, layout);
        }
        else if (child.Name == "group" && ReadGroup(child) is { } group)
        {
            parts.Groups.Add(group);
        }
        else if (child.Name == "data" && ReadData(child) is { } data)
        {
            parts.Data.Add(data);
        }
    }

    private void AddField(Parts parts, XmlNode child, LayoutCursor layout)
    {
        if (_fields.Read(child, layout) is { } field)
        {
            parts.Fields.Add(field);
        }
        else
        {
            layout.Skip();
        }
    }

    private int Length(XmlNode node, Parts parts, LayoutCursor layout, long lengthMaxBytes)
    {
        int endBytes = layout.EndBytes;
        int given = session.Number(node, "blockLength") ?? 0;
        if (given != 0 && given < endBytes)
        {
            Field past = parts.Fields.First(field => field.OffsetBytes + field.SizeBytes > given);
            session.Sink.Error(
                SchemaRule.BlockTooShort, node.PlaceOf("blockLength"),
                $"blockLength=\"{given}\" of {node} is shorter than its fields, {endBytes} bytes: '{past.Name}' goes "
                + $"from byte {past.OffsetBytes} to {past.OffsetBytes + past.SizeBytes}",
                layout.IsUncertain
                    ? "mend the other errors of its fields first: they move where the fields end"
                    : $"if the fields lie where they should, write blockLength=\"{endBytes}\" or more; else mend their "
                    + "offsets");
        }

        int lengthBytes = Math.Max(given, endBytes);
        if (lengthBytes > lengthMaxBytes)
        {
            session.Sink.Error(
                SchemaRule.BlockTooLong, node.Place,
                $"{node} has a block of {lengthBytes} bytes; its length can be {lengthMaxBytes} at most",
                "make the block smaller, or widen blockLength of the header or dimensions");
        }

        return lengthBytes;
    }

    private void NotComposite(XmlNode node, string attribute, SbeType? type, string members)
    {
        if (type is not null)
        {
            session.Sink.Error(
                SchemaRule.TypeKind, node.PlaceOf(attribute), $"{attribute} '{type.Name}' of {node} is not a composite",
                $"name a composite of {members}");
        }
    }

    private sealed class Parts
    {
        public List<Field> Fields { get; } = [];

        public List<Group> Groups { get; } = [];

        public List<VarData> Data { get; } = [];

        public int LengthBytes { get; set; }

        public int Rank { get; set; }
    }
}
