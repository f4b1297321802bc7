using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Daemon.Commands;
using HotPath.Sbe.Files;
using HotPath.Sbe.Gate;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Reading;
using HotPath.Sql;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>The tables that <c>hotpath schema columns</c> writes.</summary>
public sealed class TableScriptTests
{
    private const string EveryShape = "tests/HotPath.Sbe.Fuzz/corpus/every-shape.xml";

    private static readonly string[] Own = ["codecs/commerce/v1/commerce.xml", "codecs/commerce/v2/commerce.xml", EveryShape];

    private static IEnumerable<TestCaseData> Schemas() => Own.Select(static path => Path.Combine(Repository.Root, path)).Concat(Golden())
        .Select(static path => new TestCaseData(path).SetArgDisplayNames(Path.Combine(Path.GetFileName(Path.GetDirectoryName(path))!, Path.GetFileName(path))));

    [TestCaseSource(nameof(Schemas))]
    public void Table_OfEveryMessage_IsAccepted(string path)
    {
        if (Read(path) is not { } schema)
        {
            Assert.Pass("no valid schema, and it is not meant to be");
            return;
        }

        foreach (Message message in schema.Schema.Messages)
        {
            string table = Table(schema, message);
            string script = table + "CREATE TABLE seen (n INT) WITH ('connector' = 'blackhole');\n"
                + $"INSERT INTO seen SELECT 1 FROM {table.Split("CREATE TABLE ")[1].Split(" (")[0]};\n";
            CompileResult result = SqlCompiler.Compile(
                [new ScriptText("columns.sql", script)],
                new Dictionary<string, string> { [Variable(table)] = "some.sbe" },
                new TableValidation());
            Assert.That(result.Plan, Is.Not.Null, $"{string.Join('\n', result.Diagnostics)}\n{table}");
        }
    }

    [Test]
    public void Column_WhoseNameIsTheEndOfAnother_NamesItsMember()
    {
        PublishedSchema schema = Read(Path.Combine(Repository.Root, EveryShape))!;
        string table = Table(schema, schema.Schema.Messages.Single(static message => message.Name == "Flat"));
        Assert.That(table, Does.EndWith("  'sbe.message' = 'Flat',\n  'sbe.column.side' = 'side'\n);\n"));
        Assert.That(table, Does.Contain("  side STRING").And.Contain("  in_side STRING"));
    }

    [Test]
    public void Members_WhoseNamesAreOneToAColumn_BecomeTwoColumns()
    {
        using var folder = new ScratchFolder();
        string path = folder.Write("one.xml", """
            <messageSchema package="p" id="1" version="0"><types><composite name="messageHeader">
            <type name="blockLength" primitiveType="uint16"/><type name="templateId" primitiveType="uint16"/>
            <type name="schemaId" primitiveType="uint16"/><type name="version" primitiveType="uint16"/></composite></types>
            <message name="M" id="1"><field name="userId" id="1" type="uint32"/><field name="user_id" id="2" type="uint32"/></message></messageSchema>
            """);
        PublishedSchema schema = Read(path)!;
        string table = Table(schema, schema.Schema.Messages[0]);
        Assert.That(table, Does.Contain("'sbe.column.user_id' = 'userId',\n  'sbe.column.user_id_2' = 'user_id'"));
        Table_OfEveryMessage_IsAccepted(path);
    }

    private static PublishedSchema? Read(string path) =>
        SchemaReader.Read(path, new DiskSchemaFiles()).Schema is { } schema ? new PublishedSchema(path, schema) : null;

    private static string Table(PublishedSchema schema, Message message)
    {
        using var text = new StringWriter { NewLine = "\n" };
        TableScript.Write(text, schema, message);
        return text.ToString();
    }

    private static string Variable(string table) => table.Split("'${")[1].Split('}')[0];

    private static IEnumerable<string> Golden()
    {
        string shared = Environment.GetEnvironmentVariable("HOTPATH_SHARED") is { Length: > 0 } given
            ? given
            : Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared");
        string folder = Path.Combine(shared, "golden", "sbe", "schemas");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : [];
    }
}
