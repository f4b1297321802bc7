using System.IO;
using System.Text.Json;
using HotPath.Sbe.CSharp;
using HotPath.Sbe.Files;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Reading;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary><c>hotpath schema</c> on our own schemas.</summary>
public sealed class SchemaCommandTests
{
    private const string First = "codecs/commerce/v1/commerce.xml";
    private const string Second = "codecs/commerce/v2/commerce.xml";

    [Test]
    public void Check_OfTwoVersionsAndOfTheFolder_IsCompatible()
    {
        CommandResult pair = CommandRun.Complete($"hotpath schema check {First} {Second}");
        CommandResult folder = CommandRun.Complete("hotpath schema check codecs --json");
        Assert.That((pair.ExitCode, folder.ExitCode), Is.EqualTo((0, 0)), pair.Errors + folder.Errors);
        Assert.That(pair.Output, Does.StartWith($"{First} -> {Second}: warning").And.Contain("SBE1408 (forward): DeviceType.TELEVISION"));
        using JsonDocument json = JsonDocument.Parse(folder.Output);
        Assert.That(json.RootElement.GetProperty("verdict").GetString(), Is.EqualTo("warning"));
        Assert.That(json.RootElement.GetProperty("pairs")[0].GetProperty("findings").GetArrayLength(), Is.EqualTo(9));
    }

    [Test]
    public void Check_TheWrongWayRound_ExitsWith1AndSaysWhy()
    {
        CommandResult result = CommandRun.Complete($"hotpath schema check {Second} {First} --mode backward");
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Output, Does.Contain("breaking SBE1003").And.Contain("the version went down from 2 to 1").And.Contain("swap the two files"));
    }

    [Test]
    public void Check_OfASchemaThatIsNotValid_ExitsWith2AndItsPlace()
    {
        using var folder = new ScratchFolder();
        string path = folder.Write("bad.xml", "<messageSchema package=\"p\" id=\"1\">\n<types/>\n<message name=\"M\"/></messageSchema>");
        CommandResult result = CommandRun.Complete($"hotpath schema check {First} '{path}'");
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Errors, Does.Contain($"{path}(3,2): error SBE0101: message 'M' has no 'id'; give it id="));
    }

    [Test]
    public void Dump_OfAMessage_NamesItsMembers()
    {
        using var folder = new ScratchFolder();
        string path = Path.Combine(folder.Path, "click.sbe");
        byte[] frame = new byte[88];
        byte[] header = [80, 0, 2, 0, 4, 16, 1, 0];
        header.CopyTo(frame, 0);
        frame[8 + 32] = 42;
        frame[8 + 64] = 7;
        frame[8 + 78] = 9;
        File.WriteAllBytes(path, frame);
        CommandResult text = CommandRun.Complete($"hotpath schema dump {First} '{path}'");
        CommandResult json = CommandRun.Complete($"hotpath schema dump {Second} - --json < '{path}'");
        CommandResult cut = CommandRun.Complete($"head -c 50 '{path}' | hotpath schema dump {First} -");
        Assert.That((text.ExitCode, json.ExitCode, cut.ExitCode), Is.EqualTo((0, 0, 3)), text.Errors + json.Errors);
        Assert.That(text.Output, Does.StartWith("ProductClick (template 2, schema 4100, version 1, block 80)\n  envelope\n    eventId\n      hi = 0"));
        Assert.That(text.Output, Does.Contain("    tenantId = 42\n").And.Contain("  productId = 7\n").And.Contain("  device = {\"unknown\":9}"));
        using JsonDocument document = JsonDocument.Parse(json.Output);
        Assert.That(document.RootElement.GetProperty("values").GetProperty("envelope").GetProperty("tenantId").GetInt32(), Is.EqualTo(42));
        Assert.That(cut.Errors, Does.StartWith("hotpath: HP2001: -: 1 of 1 message not read by codecs"));
    }

    [Test]
    public void Layout_OfASchema_IsATableOrJson()
    {
        CommandResult table = CommandRun.Complete($"hotpath schema layout {First}");
        CommandResult json = CommandRun.Complete($"hotpath schema layout {First} --json");
        Assert.That((table.ExitCode, json.ExitCode), Is.EqualTo((0, 0)));
        Assert.That(table.Output, Does.Contain("ProductClick, template 2, block 80 bytes").And.Contain("      78     1    14     0 DeviceType                     device"));
        using JsonDocument document = JsonDocument.Parse(json.Output);
        Assert.That(document.RootElement.GetProperty("messages").GetArrayLength(), Is.EqualTo(11));
    }

    [Test]
    public void Generate_OfASchema_WritesWhatTheGeneratorWrites()
    {
        using var folder = new ScratchFolder();
        string output = Path.Combine(folder.Path, "made", "here");
        CommandResult result = CommandRun.Complete($"hotpath schema generate {First} --out '{output}' --namespace Shop.Events");
        MessageSchema schema = SchemaReader.Read(Path.Combine(Repository.Root, First), new DiskSchemaFiles()).Schema!;
        ModelList<GeneratedFile> wanted = CodecEmitter.Emit(schema, "Shop.Events");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Errors, Does.Contain($"{wanted.Count} files written to {output}"));
        Assert.That(Directory.GetFiles(output), Has.Length.EqualTo(wanted.Count));
        foreach (GeneratedFile file in wanted)
        {
            Assert.That(File.ReadAllText(Path.Combine(output, file.Name)), Is.EqualTo(file.Text), file.Name);
        }
    }

    [Test]
    public void Generate_IntoAFile_ExitsWithTheReason()
    {
        using var folder = new ScratchFolder();
        string path = folder.Write("taken", "");
        CommandResult result = CommandRun.Complete($"hotpath schema generate {First} --out '{path}'");
        Assert.That(result.ExitCode, Is.EqualTo(4), result.Errors);
        Assert.That(result.Errors, Does.Contain("HP2002").And.Contain("cannot write code"));
    }
}
