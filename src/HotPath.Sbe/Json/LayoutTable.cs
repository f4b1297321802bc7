using System;
using System.Globalization;
using System.IO;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Json;

/// <summary>Writes how the messages of a schema lie on the wire, as a table for people.</summary>
public static class LayoutTable
{
    private const string Indent = "  ";
    private const int PlaceCharacters = 48;

    /// <summary>Writes a schema's layout; what is in a group is indented, its offsets count from its entry.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="schema">Any schema.</param>
    public static void Write(TextWriter text, MessageSchema schema)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(schema);
        text.WriteLine(Format(
            $"schema {schema.Package}, id {schema.Id}, version {schema.Version}, {schema.ByteOrder}"));
        foreach (Message message in schema.Messages)
        {
            string block = Format($"template {message.Id}, block {message.BlockLengthBytes} bytes");
            text.WriteLine();
            text.WriteLine(Format(
                $"{message.Name}, {block}, since version {message.SinceVersion}{Deprecated(message)}"));
            text.WriteLine("  offset  size    id since type                 presence  name");
            WriteMembers(text, message, "");
        }
    }

    private static void WriteMembers(TextWriter text, Block block, string indent)
    {
        foreach (Field field in block.Fields)
        {
            string presence = field.Presence == Presence.Required ? "" : Lower(field.Presence.ToString());
            string type = LayoutWriter.TypeName(field.Type);
            string place = Format($"  {field.OffsetBytes,6} {field.SizeBytes,5} {field.Id,5} {field.SinceVersion,5}");
            WriteRow(text, indent, $"{place} {type}", presence, field.Name, field);
        }

        foreach (Group group in block.Groups)
        {
            string place = Format($"{"group",14} {group.Id,5} {group.SinceVersion,5} {group.Dimensions.Name}");
            string entry = Format($"{group.Name}, entry {group.BlockLengthBytes} bytes");
            WriteRow(text, indent, place, "", entry, group);
            WriteMembers(text, group, indent + Indent);
        }

        foreach (VarData data in block.Data)
        {
            string place = Format($"{"data",14} {data.Id,5} {data.SinceVersion,5} {data.Type.Name}");
            WriteRow(text, indent, place, "", data.Name, data);
        }
    }

    // The whole row is indented: offsets inside an entry count from its begin, not from that of the message.
    private static void WriteRow(
        TextWriter text, string indent, string place, string presence, string name, SchemaElementModel member)
    {
        string left = (indent + place).PadRight(PlaceCharacters - 1);
        text.WriteLine($"{left} {presence,-9} {indent}{name}{Deprecated(member)}");
    }

    private static string Deprecated(SchemaElementModel element) =>
        element.DeprecatedVersion is { } version ? Format($", deprecated since version {version}") : "";

    private static string Lower(string word) => word.ToLower(CultureInfo.InvariantCulture);

    private static string Format(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
