using System;
using System.IO;
using System.Text.Json;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary><c>hotpath schema check</c> and <c>layout</c>: one verdict in every form, and nothing passed over in silence.</summary>
public sealed class SchemaCheckTests
{
    private const string First = "codecs/commerce/v1/commerce.xml";
    private const string Second = "codecs/commerce/v2/commerce.xml";

    [TestCase($"{First} {Second}", "warning", 0)]
    [TestCase($"{First} {First}", "compatible", 0)]
    [TestCase($"{Second} {First}", "breaking in 1 pair", 1)]
    public void Verdict_InTheLastLine_IsThatOfJson(string schemas, string verdict, int exitCode)
    {
        CommandResult result = CommandRun.Complete($"hotpath schema check {schemas} --json");
        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.Errors);
        Assert.That(result.Errors, Does.EndWith($"2 schemas, 1 pair: {verdict}\n"));
        using JsonDocument json = JsonDocument.Parse(result.Output);
        Assert.That(json.RootElement.GetProperty("verdict").GetString(), Is.EqualTo(verdict.Split(' ')[0]));
    }

    [Test]
    public void Check_OfASingleVersion_SaysThatThereIsNothingToCompare()
    {
        CommandResult result = CommandRun.Complete("hotpath schema check codecs/commerce/v1 --json");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Errors, Does.Contain($"{First}: nothing to compare: the only version of schema 4100 in codecs/commerce/v1").And
            .EndWith("1 schema, 0 pairs: nothing to compare\n"));
        using JsonDocument json = JsonDocument.Parse(result.Output);
        Assert.That(json.RootElement.GetProperty("verdict").GetString(), Is.EqualTo("nothing to compare"));
    }

    [TestCase($"check codecs/commerce/v1 {Second}", "HP1001: 'codecs/commerce/v1' is a folder; give a schema file, as codecs/commerce/v1/commerce.xml, or one folder alone")]
    [TestCase($"check {First} codecs/commerce", "HP1001: 'codecs/commerce' is a folder; give a schema file, or one folder alone")]
    [TestCase("layout codecs/commerce/v1", "HP1001: 'codecs/commerce/v1' is a folder; give a schema file, as codecs/commerce/v1/commerce.xml\n")]
    public void Folder_InPlaceOfAFile_IsNamed(string line, string expected)
    {
        CommandResult result = CommandRun.Complete($"hotpath schema {line}");
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Errors, Does.Contain(expected));
    }

    [Test]
    public void Message_WithoutItsVersion_IsWarnedAbout()
    {
        using var folder = new ScratchFolder();
        string text = File.ReadAllText(Path.Combine(Repository.Root, Second));
        const string Since = "id=\"10\" blockLength=\"80\" sinceVersion=\"2\"";
        Assert.That(text, Does.Contain(Since));
        string path = folder.Write("commerce.xml", text.Replace(Since, "id=\"10\" blockLength=\"80\"", StringComparison.Ordinal));
        CommandResult result = CommandRun.Complete($"hotpath schema check {First} '{path}'");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Output, Does.Contain("warning SBE1105").And.Contain("WishlistItemAdded: it is new but says sinceVersion 0, as if version 1 had it; set sinceVersion=\"2\""));
    }

    [Test]
    public void Layout_OfMessagesAndGroups_ShowsVersionsAndDepth()
    {
        using var folder = new ScratchFolder();
        string text = File.ReadAllText(Path.Combine(Repository.Root, Second));
        string path = folder.Write("commerce.xml", text
            .Replace("<sbe:message name=\"ProductClick\"", "<sbe:message name=\"ProductClick\" deprecated=\"2\"", StringComparison.Ordinal)
            .Replace("<field name=\"warehouseId\"", "<field name=\"warehouseId\" deprecated=\"2\"", StringComparison.Ordinal));
        CommandResult table = CommandRun.Complete($"hotpath schema layout '{path}'");
        Assert.That(table.Output, Does.Contain("\nWishlistItemAdded, template 10, block 80 bytes, since version 2\n").And
            .Contain("\nProductClick, template 2, block 80 bytes, since version 0, deprecated since version 2\n"));
        Assert.That(table.Output, Does.Match("\n    +36 +4 +75 +2 uint32 +optional +  warehouseId, deprecated since version 2\n"));
        Assert.That(table.Output, Does.Contain("\n         0     8    70 "), "what is in an entry is indented");
    }

    /// <summary>The remedy of a short block depends on what else is wrong with its fields.</summary>
    [TestCase("type=\"uint64\"", "'b' goes from byte 8 to 16; if the fields lie where they should, write blockLength=\"16\" or more; else mend their offsets")]
    [TestCase("type=\"unit64\"", "mend the other errors of its fields first")]
    [TestCase("type=\"unit64\"", "error SBE0202: field 'a' names type 'unit64', which is not declared; did you mean 'uint64'?")]
    [TestCase("type=\"Amuont\"", "which is not declared; did you mean 'Amount'?")]
    public void BlockThatIsTooShort_HasTheRemedyThatHelps(string type, string expected)
    {
        using var folder = new ScratchFolder();
        string text = File.ReadAllText(Path.Combine(Repository.Root, First));
        string path = folder.Write("commerce.xml", text.Replace(
            "</sbe:messageSchema>",
            $"<sbe:message name=\"Short\" id=\"99\" blockLength=\"4\"><field name=\"a\" id=\"1\" {type}/><field name=\"b\" id=\"2\" type=\"int64\"/></sbe:message></sbe:messageSchema>",
            StringComparison.Ordinal).Replace("blockLength=\"4\"", type.Contains("uint64", StringComparison.Ordinal) ? "blockLength=\"8\"" : "blockLength=\"4\"", StringComparison.Ordinal));
        CommandResult result = CommandRun.Complete($"hotpath schema layout '{path}'");
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Errors, Does.Contain(expected));
    }
}
