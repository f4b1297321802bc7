using System.Collections.Generic;
using System.Linq;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>
/// Reads an SBE schema: XML with its includes, types, layout, and every rule, all findings at once. The rules are those
/// of SBE 1.0 as its real tool applies them, and stricter where the tool lets through what cannot work.
/// </summary>
public sealed class SchemaReader
{
    private readonly DiagnosticSink _sink = new();
    private readonly ReadSession _session;
    private readonly TypeTable _types;
    private readonly StructureRules _structures;

    private SchemaReader(SchemaLimits limits)
    {
        _session = new ReadSession(_sink, limits);
        _types = new TypeTable(_session);
        _structures = new StructureRules(_session);
    }

    /// <summary>Reads a schema.</summary>
    /// <param name="path">Its file, as <paramref name="files"/> knows it.</param>
    /// <param name="files">Where files come from.</param>
    /// <param name="limits">How large it may be; the defaults when null.</param>
    /// <returns>The schema, or the errors that it has; and warnings.</returns>
    public static SchemaReadResult Read(string path, ISchemaFiles files, SchemaLimits? limits = null)
    {
        limits ??= new SchemaLimits();
        var reader = new SchemaReader(limits);
        XmlNode? root = new XmlTreeReader(files, limits, reader._sink).Read(path);
        MessageSchema? schema = root is null ? null : reader.ReadRoot(root);
        IEnumerable<SchemaDiagnostic> inOrder = reader._sink.Findings
            .OrderBy(finding => finding.File == path ? "" : finding.File, System.StringComparer.Ordinal)
            .ThenBy(static finding => finding.Line)
            .ThenBy(static finding => finding.Column);
        return new SchemaReadResult(
            reader._sink.HasErrors ? null : schema, new ModelList<SchemaDiagnostic>(inOrder))
        {
            LaidOut = reader._sink.HasLayoutErrors ? null : schema,
        };
    }

    private static long Largest(PrimitiveType type) => type switch
    {
        PrimitiveType.UInt8 => byte.MaxValue,
        PrimitiveType.UInt16 => ushort.MaxValue,
        PrimitiveType.UInt32 => uint.MaxValue,
        _ => long.MaxValue,
    };

    private MessageSchema? ReadRoot(XmlNode root)
    {
        if (root.Name != "messageSchema")
        {
            _sink.Error(
                SchemaRule.NotASchema, root.Place, $"the root element is '{root.Name}', not messageSchema",
                root.Name == "types" ? "name the schema that includes this file" : "name an SBE schema");
            return null;
        }

        new SpellingRules(_sink).Check(root);
        string? package = _session.Required(root, "package");
        int? id = _session.RequiredNumber(root, "id");
        bool hasVersion = root["version"] is not null;
        int? version = hasVersion ? _session.Number(root, "version") : 0;
        _session.SchemaVersion = version ?? int.MaxValue;
        ByteOrder byteOrder = Order(root);
        Declare(root);
        IReadOnlyList<SbeType> types = _types.ReadAll();
        CompositeType? header = Header(root);
        CheckHeaderValue(header, "schemaId", id, root, "id");
        CheckHeaderValue(header, "version", version, root, "version");
        List<Message> messages = ReadMessages(root, header);
        if (package is null || id is null || version is null || header is null)
        {
            return null;
        }

        return new MessageSchema
        {
            Package = package,
            Id = id.Value,
            Version = version.Value,
            SemanticVersion = root["semanticVersion"],
            Description = root["description"] ?? "",
            ByteOrder = byteOrder,
            Header = header,
            Types = new ModelList<SbeType>(types),
            Messages = new ModelList<Message>(messages),
            Place = root.Place,
        };
    }

    private ByteOrder Order(XmlNode root)
    {
        switch (root["byteOrder"]?.Trim())
        {
            case null or "littleEndian":
                return ByteOrder.LittleEndian;
            case "bigEndian":
                return ByteOrder.BigEndian;
            default:
                _sink.Error(
                    SchemaRule.AttributeWord, root.PlaceOf("byteOrder"),
                    $"byteOrder=\"{root["byteOrder"]}\" is unknown",
                    "use littleEndian or bigEndian");
                return ByteOrder.LittleEndian;
        }
    }

    private void Declare(XmlNode root)
    {
        foreach (XmlNode types in root.Children)
        {
            if (types.Name == "types")
            {
                types.Children.ForEach(_types.Declare);
            }
        }
    }

    private CompositeType? Header(XmlNode root)
    {
        string name = root["headerType"]?.Trim() ?? "messageHeader";
        if (!_types.IsDeclared(name))
        {
            _sink.Error(
                SchemaRule.TypeUnknown, root.PlaceOf("headerType"), $"there is no composite '{name}' for the header",
                "declare it with blockLength, templateId, schemaId and version, each uint16");
            return null;
        }

        SbeType? type = _types.Declared(name);
        if (type is CompositeType composite)
        {
            return _structures.IsHeader(composite) ? composite : null;
        }

        if (type is not null)
        {
            _sink.Error(
                SchemaRule.TypeKind, root.PlaceOf("headerType"), $"the header '{name}' is not a composite",
                "name a composite of blockLength, templateId, schemaId and version");
        }

        return null;
    }

    private List<Message> ReadMessages(XmlNode root, CompositeType? header)
    {
        var names = new NameRules(_session);
        var messages = new List<Message>();
        var blocks = new BlockReader(_session, _types, _structures);
        bool hasAny = false;
        long lengthMaxBytes = header?.Find("blockLength")?.Type is EncodedType length
            ? BlockReader.PositiveMax(length)
            : long.MaxValue;
        foreach (XmlNode node in root.Children.Where(static child => child.Name == "message"))
        {
            hasAny = true;
            Message? message = blocks.ReadMessage(node, lengthMaxBytes);
            names.Add(node, node["name"], message?.Id);
            CheckHeaderValue(header, "templateId", message?.Id, node, "id");
            if (message is not null)
            {
                messages.Add(message);
            }
        }

        if (!hasAny)
        {
            _sink.Warning(SchemaRule.NoMessages, root.Place, "the schema has no messages", "add a <message>");
        }

        return messages;
    }

    private void CheckHeaderValue(CompositeType? header, string member, int? value, XmlNode node, string attribute)
    {
        if (header?.Find(member)?.Type is EncodedType type && value > Largest(type.Primitive))
        {
            _sink.Error(
                SchemaRule.HeaderValueTooLarge, node.PlaceOf(attribute),
                $"{attribute}=\"{value}\" of {node} does not fit '{member}' of the header, a "
                + PrimitiveTypes.Name(type.Primitive),
                $"use {Largest(type.Primitive)} at most, or widen the header");
        }
    }
}
