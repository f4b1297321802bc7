using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Hashing;
using HotPath.Sbe.Files;
using HotPath.Sbe.Framing;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Reading;
using HotPath.Sbe.Tests.Support;
using HotPath.Sbe.Writing;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests.Sbe;

/// <summary>Schemas on a disk, messages of them, and tables over both.</summary>
internal static class SbeFiles
{
    private const string MoreComposites =
        """
        <composite name="latin">
        <type name="length" primitiveType="uint8"/>
        <type name="varData" primitiveType="uint8" length="0" characterEncoding="ISO-8859-1"/>
        </composite>
        <composite name="octets">
        <type name="length" primitiveType="uint8"/><type name="varData" primitiveType="uint8" length="0"/>
        </composite>

        """;

    /// <summary>A schema of this repository.</summary>
    public static string Commerce(int version) => Path.Combine(SharedFolder.Root, $"codecs/commerce/v{version}/commerce.xml");

    /// <summary>A schema with the usual composites and whatever types and messages are given.</summary>
    public static string Write(string folder, string types, string messages, string attributes = "version=\"2\"")
    {
        string path = Path.Combine(folder, Path.GetRandomFileName() + ".xml");
        File.WriteAllText(path, SchemaText.Of(MoreComposites + types, messages, attributes));
        return path;
    }

    public static MessageSchema Read(string path)
    {
        SchemaReadResult result = SchemaReader.Read(path, new DiskSchemaFiles());
        Assert.That(result.Schema, Is.Not.Null, string.Join('\n', result.Diagnostics));
        return result.Schema!;
    }

    /// <summary>One message with its prefix.</summary>
    public static byte[] Frame(MessageSchema schema, string message, string values, string framing = "sofh")
    {
        var octets = new ArrayBufferWriter<byte>();
        using JsonDocument document = JsonDocument.Parse(values);
        new MessageEncoder(schema).Encode(schema.Messages.Single(m => m.Name == message), document.RootElement, octets);
        return Framed(schema, octets.WrittenSpan, framing);
    }

    public static byte[] Framed(MessageSchema schema, ReadOnlySpan<byte> message, string framing = "sofh")
    {
        MessageFraming prefix = MessageFraming.Find(framing, schema.ByteOrder)!;
        byte[] frame = new byte[prefix.PrefixBytes + message.Length];
        prefix.Write(frame, message.Length);
        message.CopyTo(frame.AsSpan(prefix.PrefixBytes));
        return frame;
    }

    public static TableDefinition Table(string schema, string message, string columns, params (string, string)[] more) =>
        Rows.Table(
            columns,
            [
                ("connector", "filesystem"), ("path", "x"), ("format", "sbe"), ("sbe.schema", schema),
                ("sbe.message", message), .. more,
            ]);

    /// <summary>A table with every column that a message offers.</summary>
    public static TableDefinition WholeTable(string schemaPath, string message, params (string, string)[] more)
    {
        MessageSchema schema = Read(schemaPath);
        IEnumerable<string> columns = MessageColumns.Of(schema, schema.Messages.Single(m => m.Name == message))
            .Select(static c => $"{c.Name} {c.Type}");
        return Table(schemaPath, message, string.Join(", ", columns), more);
    }

    /// <summary>Values of a page view; what is null in them is left out.</summary>
    public static string PageView(SplitMix64 numbers, int version)
    {
        string[] pages = ["\"HOME\"", "\"CART\"", "{\"unknown\":77}", "null"];
        string[] devices = ["\"DESKTOP\"", "{\"unknown\":9}", version > 1 ? "\"TELEVISION\"" : "\"TABLET\""];
        string more = version > 1 ? $",\"experimentId\":{numbers.Below(9)},\"userAgent\":\"agent {numbers.Below(99)}\"" : "";
        return $$$"""
            {"envelope":{"eventId":{"hi":{{{numbers.Next()}}},"lo":{{{numbers.Next()}}}},
            "eventTime":{{{1_785_585_605_000_000_000L + numbers.Below(1_000_000_000)}}},
            "tenantId":{{{numbers.Below(50)}}},"sourceId":3,"sourceSequence":{{{numbers.Below(1000)}}},
            "flags":[{{{(numbers.Below(2) == 0 ? "\"replayed\",\"testTraffic\"" : "")}}}],
            "userId":{{{(numbers.Below(2) == 0 ? "null" : "42")}}}},
            "productId":{{{(numbers.Below(3) == 0 ? "null" : numbers.Below(1_000_000).ToString(null, null))}}},
            "pageId":{{{numbers.Below(100)}}},"pageType":{{{pages[numbers.Below(4)]}}},
            "device":{{{devices[numbers.Below(3)]}}},"country":"{{{(numbers.Below(2) == 0 ? "DE" : "F")}}}",
            "url":"/p/{{{new string('x', numbers.Below(40))}}}","referrer":"caf\u00e9"{{{more}}}}
            """;
    }
}
