using System;
using System.Globalization;
using System.IO;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Json;

/// <summary>Writes how the messages of a schema lie on the wire, as a table for people.</summary>
public static class LayoutTable
{
    /// <summary>Writes a schema's layout.</summary>
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
            text.WriteLine();
            text.WriteLine(Format($"{message.Name}, template {message.Id}, block {message.BlockLengthBytes} bytes"));
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
            text.WriteLine($"{place} {type,-20} {presence,-9} {indent}{field.Name}");
        }

        foreach (Group group in block.Groups)
        {
            string place = Format($"{"group",14} {group.Id,5} {group.SinceVersion,5} {group.Dimensions.Name,-20}");
            text.WriteLine(Format(
                $"{place} {"",-9} {indent}{group.Name}, entry {group.BlockLengthBytes} bytes"));
            WriteMembers(text, group, indent + "  ");
        }

        foreach (VarData data in block.Data)
        {
            text.WriteLine(Format(
                $"{"data",14} {data.Id,5} {data.SinceVersion,5} {data.Type.Name,-20} {"",-9} {indent}{data.Name}"));
        }
    }

    private static string Lower(string word) => word.ToLower(CultureInfo.InvariantCulture);

    private static string Format(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
