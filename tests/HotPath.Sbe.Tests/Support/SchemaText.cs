using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Reading;
using NUnit.Framework;

namespace HotPath.Sbe.Tests.Support;

/// <summary>Schemas written in tests.</summary>
internal static class SchemaText
{
    public const string Header =
        """
        <composite name="messageHeader">
        <type name="blockLength" primitiveType="uint16"/><type name="templateId" primitiveType="uint16"/>
        <type name="schemaId" primitiveType="uint16"/><type name="version" primitiveType="uint16"/>
        </composite>
        <composite name="groupSizeEncoding">
        <type name="blockLength" primitiveType="uint16"/><type name="numInGroup" primitiveType="uint16"/>
        </composite>
        <composite name="text">
        <type name="length" primitiveType="uint16"/>
        <type name="varData" primitiveType="uint8" length="0" characterEncoding="UTF-8"/>
        </composite>
        """;

    /// <summary>A schema with the usual composites and whatever types and messages are given.</summary>
    public static string Of(string types, string messages, string attributes = "version=\"3\"") =>
        $"<messageSchema package=\"p\" id=\"7\" {attributes}>\n<types>\n{Header}\n{types}\n</types>\n{messages}\n</messageSchema>";

    public static SchemaReadResult Read(string text, params (string Path, string Text)[] others)
    {
        var files = new Files(others.Append(("dir/main.xml", text)).ToDictionary(static f => f.Item1, static f => f.Item2, StringComparer.Ordinal));
        return SchemaReader.Read("dir/main.xml", files);
    }

    /// <summary>A schema that must be usable.</summary>
    public static MessageSchema Schema(string text)
    {
        SchemaReadResult result = Read(text);
        Assert.That(result.Schema, Is.Not.Null, string.Join('\n', result.Diagnostics));
        return result.Schema!;
    }

    /// <summary>Rules that a schema breaks, warnings included.</summary>
    public static SchemaRule[] Rules(SchemaReadResult result) => [.. result.Diagnostics.Select(static d => d.Rule)];

    private sealed class Files(Dictionary<string, string> texts) : ISchemaFiles
    {
        public string? TryRead(string path) => texts.GetValueOrDefault(path);
    }
}
