using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>
/// <c>hotpath schema encode</c> and <c>dump</c>: what one writes the other reads, and what nobody can read is told with
/// its place, its cause and an exit code.
/// </summary>
public sealed class SchemaDumpTests
{
    private const string Schema = "codecs/commerce/v1/commerce.xml";
    private const int HeaderBytes = 8;
    private const int MessageBytes = 88;
    private const int SofhBytes = 6;

    private ScratchFolder _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase("")]
    [TestCase("--framing length")]
    [TestCase("--framing none")]
    public void Encode_OfAnyFraming_IsDumpedWithoutOptions(string framing)
    {
        string values = _folder.Write("clicks.jsonl", Click(7) + (framing.EndsWith("none", StringComparison.Ordinal) ? "" : "\n" + Click(9)));
        CommandResult result = CommandRun.Complete(
            $"hotpath schema encode {Schema} ProductClick '{values}' {framing} > '{_folder.Path}/clicks' && hotpath schema dump {Schema} '{_folder.Path}/clicks'");
        Assert.That(result.ExitCode, Is.Zero, result.Output + result.Errors);
        Assert.That(result.Output, Does.StartWith("ProductClick (template 2, ").And.Contain("  productId = 7\n"));
        Assert.That(result.Output.Contains("  productId = 9\n", StringComparison.Ordinal), Is.EqualTo(!framing.EndsWith("none", StringComparison.Ordinal)));
    }

    [Test]
    public void Dump_OfAMessageThatCannotBeRead_TellsItsPlaceAndExitsWith3()
    {
        byte[] wrong = Framed(2);
        wrong[SofhBytes + 2] = 99;
        byte[] shorter = Framed(3);
        shorter[SofhBytes] = 8;
        string path = Save([.. Framed(1), .. wrong, .. shorter, .. Framed(4)]);
        CommandResult text = CommandRun.Complete($"hotpath schema dump {Schema} '{path}'");
        CommandResult json = CommandRun.Complete($"hotpath schema dump {Schema} '{path}' --json");
        Assert.That((text.ExitCode, json.ExitCode), Is.EqualTo((3, 3)), text.Errors + json.Errors);
        const string First = "message 2 at byte 94: template 99 is unknown (byte 102); dump it with the schema it was written with, version 1 by its header";
        Assert.That(text.Output, Does.Contain($"not read: {First}\nnot read: message 3 at byte 188: the block of 'ProductClick' has 8 bytes").And.Contain("productId = 4\n"));
        Assert.That(text.Errors, Does.StartWith($"hotpath: HP2001: {path}: 2 of 4 messages not read by {Schema}, framing 'sofh'; the first, {First}"));
        string[] lines = json.Output.TrimEnd().Split('\n');
        Assert.That(lines, Has.Length.EqualTo(4));
        using JsonDocument unread = JsonDocument.Parse(lines[1]);
        Assert.That(
            (unread.RootElement.GetProperty("error").GetString(), unread.RootElement.GetProperty("offset").GetInt32()),
            Is.EqualTo(("UnknownTemplate", 94)));
    }

    /// <summary>A table reads on behind damage, so whoever looks what is in its file sees as much.</summary>
    [Test]
    public void Dump_OfAFileThatIsDamagedInside_GoesOnAsATableDoes()
    {
        byte[] noPrefix = Framed(2);
        noPrefix[4] = 0;
        byte[] beyondTheEnd = Framed(4);
        beyondTheEnd[1] = 1;
        byte[] pastOthers = Framed(6);
        pastOthers[1] = 0x20;
        byte[] many = [.. Enumerable.Range(0, 2 * 1024 * 1024 / 94).SelectMany(static _ => Framed(8))];
        string path = Save([.. Framed(1), .. noPrefix, .. Framed(3), .. beyondTheEnd, .. Framed(5), 1, 2, 3]);
        CommandResult text = CommandRun.Complete($"hotpath schema dump {Schema} '{path}'");
        CommandResult json = CommandRun.Complete($"hotpath schema dump {Schema} '{path}' --json");
        Assert.That((text.ExitCode, json.ExitCode), Is.EqualTo((3, 3)), text.Errors + json.Errors);
        Assert.That(Products(text.Output), Is.EqualTo(new[] { "1", "3", "5" }));
        const string Damaged = "; the length of the message before it is wrong, or the file is damaged here: take another copy; 94 bytes passed over";
        const string First = $"message 2 at byte 94: no prefix of framing 'sofh' stands there, but 0x0000005E00505000{Damaged}";
        Assert.That(text.Output, Does.Contain($"not read: {First}\n").And.Contain("not read: message 4 at byte 282: its prefix says 65624 bytes, ")
            .And.Contain($" are missing{Damaged}\n").And.Contain("not read: message 6 at byte 470: ")
            .And.Contain("3 bytes to the end passed over\n"));
        Assert.That(text.Errors, Does.StartWith($"hotpath: HP2001: {path}: 3 of 6 messages not read by {Schema}, framing 'sofh', 191 bytes passed over; the first, {First}"));
        using JsonDocument unread = JsonDocument.Parse(json.Output.Split('\n')[3]);
        Assert.That(
            (unread.RootElement.GetProperty("error").GetString(), unread.RootElement.GetProperty("passedBytes").GetInt32()),
            Is.EqualTo(("BadFrame", 94)));

        CommandResult longer = CommandRun.Complete(
            $"hotpath schema dump {Schema} '{Save([.. Framed(1), .. pastOthers, .. many, .. Framed(7)])}' --framing sofh");
        Assert.That(longer.Errors, Does.Contain($": 1 of {(many.Length / 94) + 3:N0} messages not read")
            .And.Contain("message 2 at byte 94: its prefix says 2097240 bytes, and no message begins behind them"));
        Assert.That(Products(longer.Output), Is.EqualTo((string[])["1", .. Enumerable.Repeat("8", many.Length / 94), "7"]));
    }

    /// <summary>One damage each: what it is called, whether the cause is a cut, another framing or damage.</summary>
    [TestCase("cut", "", "message 2 at byte 94: its prefix says 88 bytes, 44 are there: 44 are missing; the file is cut off, or is still being written")]
    [TestCase("cut-in-prefix", "", "message 2 at byte 94: the file ends inside its prefix: 3 of 6 bytes are there; the file is cut off, or is still being written")]
    [TestCase("whole", "--framing length", "message 1 at byte 0: its prefix says 1577058304 bytes, 184 are there, and what follows is no header of this schema")]
    [TestCase("whole", "--framing length", "; the file looks like --framing sofh")]
    [TestCase("whole", "--framing none", "message 1 at byte 0: the message is of schema 20715 (byte 4); the file looks like --framing sofh")]
    [TestCase("bare", "--framing sofh", "message 1 at byte 0: no prefix of framing 'sofh' stands there, but 0x5000020004100100; the file looks like --framing none")]
    [TestCase("bare-cut", "", "message 1 at byte 0: the block of 'ProductClick' has 80 bytes, more than the frame (byte 8); the file is cut off, or holds something else")]
    [TestCase("bare-more", "", "message 2 at byte 88: 5 bytes left behind the message; write several messages with a framing")]
    [TestCase("long", "", "message 2 at byte 93: no prefix of framing 'sofh' stands there, but 0x000000005EEB5050; the length of the message before it is wrong, or the file is damaged")]
    [TestCase("text", "", "message 1 at byte 0: no prefix of framing 'sofh' stands there, but 0x746869732069730A; give the --framing that it was written with, or the right file or schema")]
    [TestCase("other", "", "message 1 at byte 0: the message is of schema 4101 (byte 10); dump it with the schema of id 4101")]
    public void Dump_OfADamagedFile_NamesTheCause(string damage, string options, string expected)
    {
        byte[] whole = [.. Framed(1), .. Framed(2)];
        byte[] bare = Framed(1)[SofhBytes..];
        byte[] wrongLength = [.. whole];
        wrongLength[3]--;
        byte[] other = [.. Framed(1)];
        other[SofhBytes + 4]++;
        string path = Save(damage switch
        {
            "cut" => whole[..^44],
            "cut-in-prefix" => whole[..(94 + 3)],
            "bare" => bare,
            "bare-cut" => bare[..50],
            "bare-more" => [.. bare, 1, 2, 3, 4, 5],
            "long" => wrongLength,
            "text" => [.. "this is\nno message"u8],
            "other" => other,
            _ => whole,
        });
        CommandResult result = CommandRun.Complete($"hotpath schema dump {Schema} '{path}' {options}");
        Assert.That(result.ExitCode, Is.EqualTo(3), result.Output + result.Errors);
        Assert.That(result.Errors, Does.StartWith($"hotpath: HP2001: {path}: "));
        Assert.That(result.Output + result.Errors, Does.Contain(expected));
    }

    [TestCase("\"flags\":[\"testTrafic\"]", "has \"testTrafic\", no choice of set 'EventFlags'; did you mean 'testTraffic'?")]
    [TestCase("\"flags\":[\"x\"]", "has \"x\", no choice of set 'EventFlags'; there are: replayed, backfilled, botSuspected, testTraffic")]
    [TestCase("\"tenantId\":-1", "value of 'ProductClick.envelope.tenantId' is -1; give a uint32, 0 to 4294967294")]
    public void Encode_OfAValueThatDoesNotSuit_TellsWhatWould(string member, string expected)
    {
        string name = member.Split(':')[0];
        string good = name == "\"flags\"" ? "\"flags\":[]" : "\"tenantId\":7";
        string line = Click(1);
        Assert.That(line, Does.Contain(good));
        string values = _folder.Write("click.jsonl", line.Replace(good, member, StringComparison.Ordinal));
        CommandResult result = CommandRun.Complete($"hotpath schema encode {Schema} ProductClick '{values}'");
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Errors, Does.Contain(expected));
    }

    [Test]
    public void Encode_Help_SaysWhereTheFormOfValuesComesFrom()
    {
        CommandResult result = CommandRun.Complete($"hotpath schema encode --help; hotpath schema encode {Schema} ProductClik /dev/null");
        Assert.That(string.Join(' ', result.Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), Does.Contain(
            "hotpath schema dump codecs/commerce/v1/commerce.xml views.sbe --json").And.Contain("in the form that 'hotpath schema dump --json' gives"));
        Assert.That(result.Errors, Does.Contain($"{Schema} has no message 'ProductClik'; did you mean 'ProductClick'?"));
    }

    /// <summary>A table that meets no message of its own has no input line; what it passed over is told all the same.</summary>
    [Test]
    public void Run_OverOtherMessagesOnly_SaysThatTheyWerePassedOver()
    {
        string path = Save([.. Framed(1), .. Framed(2)]);
        string script = _folder.Write("views.sql", $"""
            CREATE TABLE seen (page_id BIGINT) WITH ('connector' = 'filesystem', 'path' = '{path}', 'format' = 'sbe',
              'sbe.schema' = '{Schema}', 'sbe.message' = 'PageView');
            SELECT page_id FROM seen;
            """);
        CommandResult result = CommandRun.Complete($"hotpath run '{script}'");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Errors, Does.Contain(
            "  passed    seen: 2 messages of other templates or schemas, none of its own: check 'sbe.message', 'sbe.schema', 'path'\n"));
    }

    private static string[] Products(string output) =>
        [.. output.Split('\n').Where(static line => line.StartsWith("  productId = ", StringComparison.Ordinal)).Select(static line => line[14..])];

    private string Save(byte[] octets)
    {
        string path = _folder.File("file.sbe");
        File.WriteAllBytes(path, octets);
        return path;
    }

    private static byte[] Framed(byte productId)
    {
        byte[] frame = new byte[SofhBytes + MessageBytes];
        byte[] begin = [0, 0, 0, SofhBytes + MessageBytes, 0xEB, 0x50, MessageBytes - HeaderBytes, 0, 2, 0, 4, 16, 1, 0];
        begin.CopyTo(frame, 0);
        frame[SofhBytes + HeaderBytes + 64] = productId;
        return frame;
    }

    private static string Click(int productId) =>
        "{\"envelope\":{\"eventId\":{\"hi\":1,\"lo\":2},\"eventTime\":1785585605000000000,\"tenantId\":7,\"sourceId\":1,\"flags\":[],\"sourceSequence\":1},"
        + $"\"productId\":{productId},\"listId\":2,\"position\":3,\"device\":\"TABLET\"}}";
}
