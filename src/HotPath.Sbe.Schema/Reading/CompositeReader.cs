using System;
using System.Collections.Generic;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>Reads a <c>composite</c> and lays it out.</summary>
internal sealed class CompositeReader(ReadSession session, TypeTable types)
{
    public CompositeType? Read(XmlNode node)
    {
        string? name = session.Required(node, "name");
        var layout = new LayoutCursor(session);
        var names = new NameRules(session);
        var members = new List<CompositeMember>();
        foreach (XmlNode child in node.Children)
        {
            if (child.Name is "group" or "data" or "field")
            {
                session.Sink.Error(
                    SchemaRule.CompositeMemberKind, child.Place, $"{child} stands in {node}",
                    "a composite holds type, enum, set, composite and ref; groups and data belong to messages");
            }
            else if (child.Name is "type" or "enum" or "set" or "composite" or "ref")
            {
                names.Add(child, session.Required(child, "name"), id: null);
                if (ReadMember(node, child, layout) is { } member)
                {
                    members.Add(member);
                }
            }
        }

        if (members.Count == 0 && node.Children.Count == 0)
        {
            session.Sink.Error(SchemaRule.TypeEmpty, node.Place, $"{node} has no members", "add a <type> or a <ref>");
        }

        CheckVersions(node, members);
        int flattenedCount = Flattened(members);
        if (flattenedCount > session.Limits.MembersMax)
        {
            session.Sink.Error(
                SchemaRule.LimitExceeded, node.Place,
                $"{node} has more than {session.Limits.MembersMax} members once its references are written out",
                "break up the chain of references");
            return null;
        }

        return name is null ? null : session.Describe(
            new CompositeType
            {
                Name = name,
                EncodedLengthBytes = layout.EndBytes,
                FlattenedCount = flattenedCount,
                Members = new ModelList<CompositeMember>(members),
            },
            node);
    }

    private static int Flattened(List<CompositeMember> members)
    {
        long count = 0;
        foreach (CompositeMember member in members)
        {
            count += member.Type is CompositeType nested ? nested.FlattenedCount : 1;
        }

        return (int)Math.Min(count, int.MaxValue);
    }

    private CompositeMember? ReadMember(XmlNode composite, XmlNode node, LayoutCursor layout)
    {
        bool isReference = node.Name == "ref";
        SbeType? type = isReference ? types.Named(node, "type", canBeBuiltIn: false) : types.Read(node);
        if (type is null || node["name"] is not { Length: > 0 } name)
        {
            return null;
        }

        // What follows a length is of variable length even where the schema leaves that unsaid.
        bool isVarData = name == "varData" && composite.Children.Exists(static child => child["name"] == "length");
        if (isVarData && type is EncodedType data)
        {
            type = data with { Length = 0 };
        }
        else if (type is EncodedType { IsVariableLength: true } or CompositeType { IsVariableLength: true })
        {
            session.Sink.Error(
                SchemaRule.TypeKind, node.Place, $"{node} has variable length inside {composite}",
                "give it a length; data of variable length stands at the end of a message");
        }

        int offsetBytes = layout.Place(node, type.SizeBytes);
        return session.Describe(
            new CompositeMember { Name = name, Type = type, OffsetBytes = offsetBytes, IsReference = isReference },
            node);
    }

    private void CheckVersions(XmlNode node, List<CompositeMember> members)
    {
        foreach (CompositeMember member in members)
        {
            if (member.SinceVersion != members[0].SinceVersion)
            {
                session.Sink.Error(
                    SchemaRule.VersionMixed, member.Place,
                    $"{member.Name} of {node} is of version {member.SinceVersion}, {members[0].Name} of version "
                    + $"{members[0].SinceVersion}",
                    "a composite cannot grow: declare a new one and add a field of it");
                return;
            }
        }
    }
}
