using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Sbe.Schema.Model;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests.Sbe;

/// <summary>Files of many messages: other templates, damage, cuts, and where the bytes are cut into chunks.</summary>
[TestFixture]
public sealed class SbeFramingTests
{
    private const string Wanted = "page_id BIGINT, url STRING";

    // Small, because it is read anew for every file of a property test.
    private const string Messages =
        """
        <message name="PageView" id="1"><field name="pageId" id="1" type="uint32"/><field name="flags" id="2" type="Flags"/>
        <field name="device" id="3" type="Device"/><data name="url" id="4" type="text"/></message>
        <message name="ProductClick" id="2"><field name="userId" id="5" type="uint64"/>
        <field name="listId" id="6" type="uint32"/></message>
        """;

    private const string Types =
        """
        <set name="Flags" encodingType="uint16"><choice name="replayed">0</choice><choice name="test">3</choice></set>
        <enum name="Device" encodingType="uint8"><validValue name="TABLET">3</validValue></enum>
        """;

    private static readonly string Folder = Directory.CreateTempSubdirectory().FullName;

    private static readonly string Schema = SbeFiles.Write(Folder, Types, Messages);

    private static readonly MessageSchema Shop = SbeFiles.Read(Schema);

    [OneTimeTearDown]
    public void TearDown() => Directory.Delete(Folder, recursive: true);

    [TestCase("sofh")]
    [TestCase("length")]
    public void OtherTemplatesAndSchemas_ArePassedOverAndCounted(string framing)
    {
        byte[] view = View(1, "a", framing);
        byte[] click = Click(framing);
        byte[] unknown = [.. view];
        int header = view.Length - Bytes(view, framing);
        unknown[header + 2] = 99;
        byte[] foreign = [.. view];
        foreign[header + 4] ^= 1;
        byte[] data = [.. click, .. view, .. unknown, .. foreign, .. View(2, "b", framing), .. click];
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, data);
            var connectors = new FileConnectors(new FileConnectorOptions { ChunkBytes = 16 });
            TableDefinition table = Table("PageView", Wanted, ("path", file), ("sbe.framing", framing));
            List<string> rows = Rows.ReadAll(connectors, table, withNumbers: true);
            Assert.That(rows, Is.EqualTo(new[] { "0:2 +I[1, a]", "0:5 +I[2, b]" }));
            Assert.That(connectors.PassedOver, Is.EqualTo(new Dictionary<string, long> { ["t"] = 4 }));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestCase("PageView;ProductClick", "+I[PageView, 7, null]|+I[ProductClick, null, 4]|+I[PageView, 8, null]")]
    [TestCase("*", "+I[PageView, 7, null]|+I[ProductClick, null, 4]|+I[PageView, 8, null]")]
    [TestCase("ProductClick", "+I[ProductClick, 3, 4]")]
    public void SeveralMessages_GiveRowsOfOneTable(string messages, string rows)
    {
        string columns = messages == "ProductClick" ? "header_message STRING, dwell BIGINT, list_id BIGINT" : "header_message STRING, page_id BIGINT, list_id BIGINT";
        (string, string)[] more = messages == "ProductClick" ? [("sbe.column.dwell", "userId")] : [];
        byte[] data = [.. View(7, "a"), .. Click(), .. View(8, "b")];
        Assert.That(string.Join('|', Rows.ReadText(Table(messages, columns, more), data)), Is.EqualTo(rows));
    }

    [Test]
    public void PackedFileAndStandardInput_GiveTheSameRows()
    {
        byte[] data = [.. Enumerable.Range(0, 40).SelectMany(static i => i % 4 == 3 ? Click() : View(i, $"url {i}"))];
        List<string> plain = Rows.ReadText(Table("PageView", Wanted), data, withNumbers: true);
        Assert.That(plain, Has.Count.EqualTo(30));
        string packed = Path.Combine(Folder, "views.sbe.gz");
        using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest))
        {
            gzip.Write(data);
        }

        TableDefinition table = Table("PageView", Wanted, ("path", packed));
        List<string> unpacked = Rows.ReadAll(new FileConnectors(new FileConnectorOptions()), table, withNumbers: true);
        Assert.That(unpacked, Is.EqualTo(plain));
        Assert.That(
            Rows.ReadAll(new FileConnectors(new FileConnectorOptions()), table, withNumbers: true, skipped: 11), Is.EqualTo(plain.Skip(11)));
        File.WriteAllBytes(packed, File.ReadAllBytes(packed)[..^20]);
        List<string> cut = Rows.ReadAll(new FileConnectors(new FileConnectorOptions()), table, withNumbers: true);
        Assert.That(cut.Count(static row => row.Contains(" !CutShort", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(cut[..^1], Is.EqualTo(plain.Take(cut.Count - 1)));

        using var input = new MemoryStream(data);
        var piped = new FileConnectors(new FileConnectorOptions { StandardInput = input, ChunkBytes = 50 });
        Assert.That(Rows.ReadAll(piped, Table("PageView", Wanted, ("path", "-")), withNumbers: true), Is.EqualTo(plain));
    }

    [Test]
    public void Message_ThatIsDamagedInside_IsRejectedAlone()
    {
        byte[] damaged = View(2, "abc");
        damaged[6 + 8 + 7] = 200; // the length of 'url'
        byte[] longer = SbeFiles.Framed(Shop, [.. View(3, "x").AsSpan(6), 0]);
        byte[] shorter = SbeFiles.Framed(Shop, View(4, "x").AsSpan(6, 12));
        byte[] tiny = SbeFiles.Framed(Shop, [1, 2, 3]);
        byte[] empty = SbeFiles.Framed(Shop, []);
        byte[] data = [.. View(1, "a"), .. damaged, .. longer, .. shorter, .. tiny, .. empty, .. View(5, "e")];
        List<string> rows = Rows.ReadText(Table("PageView", Wanted), data, withNumbers: true);
        Assert.That(rows, Has.Count.EqualTo(7));
        Assert.That(rows[1..6], Has.All.Contain(" !Malformed -1 '"));
        Assert.That((rows[0], rows[6]), Is.EqualTo(("0:1 +I[1, a]", "0:7 +I[5, e]")));
    }

    [TestCase(0, 0x7F, "TooLarge")]
    [TestCase(4, 0xEC, "BadFrame")]
    [TestCase(3, 0x01, "BadFrame")]
    public void PrefixThatIsDamaged_CostsOneRecord(int at, int value, string reason)
    {
        byte[] damaged = View(2, "lost");
        damaged[at] = (byte)value;
        byte[] data = [.. View(1, "a"), .. damaged, .. Click(), .. View(3, "c"), .. View(4, "d")];
        List<string> rows = Rows.ReadText(Table("PageView", Wanted), data, withNumbers: true);
        Assert.That(rows[1], Does.StartWith($"0:2 !{reason} -1 '"));
        Assert.That(rows[2..], Is.EqualTo(new[] { "0:4 +I[3, c]", "0:5 +I[4, d]" }));
    }

    [Test]
    public void LengthThatRunsPastTheEnd_DoesNotHideWhatFollows()
    {
        byte[] damaged = View(2, "lost");
        damaged[2] = 0x10; // four thousand bytes
        byte[] data = [.. damaged, .. View(3, "c")];
        List<string> rows = Rows.ReadText(Table("PageView", Wanted), data);
        Assert.That(rows, Has.Count.EqualTo(2));
        Assert.That(rows[0], Does.StartWith("!BadFrame"));
        Assert.That(rows[1], Is.EqualTo("+I[3, c]"));
    }

    [TestCase("sofh")]
    [TestCase("length")]
    public void EveryPrefixOfAFile_GivesItsWholeMessagesAndOneCut(string framing)
    {
        byte[][] frames = [View(1, "a", framing), Click(framing), View(2, "bc", framing)];
        byte[] data = [.. frames.SelectMany(static f => f)];
        int[] ends = [0, frames[0].Length, frames[0].Length + frames[1].Length, data.Length];
        for (int length = 0; length <= data.Length; length++)
        {
            List<string> rows = Rows.ReadText(Table("PageView", Wanted, ("sbe.framing", framing)), data[..length], chunkBytes: 7);
            int whole = (length >= ends[1] ? 1 : 0) + (length >= ends[3] ? 1 : 0);
            int cut = ends.Contains(length) ? 0 : 1;
            Assert.That(rows, Has.Count.EqualTo(whole + cut), $"{length} bytes");
            Assert.That(rows.Count(static r => r.StartsWith("!CutShort", StringComparison.Ordinal)), Is.EqualTo(cut), $"{length} bytes");
        }
    }

    /// <summary>
    /// Random damage: no exception, the same answers whatever the chunks and the limit's place in them, every message that
    /// the damage did not touch, and every count of skipped records gives the tail.
    /// </summary>
    [TestCase("sofh")]
    [TestCase("length")]
    public void RandomDamage_TouchesOnlyWhatItHits(string framing)
    {
        SplitMix64 numbers = TestSeed.Numbers();
        int rejected = 0;
        for (int round = 0; round < 100; round++)
        {
            byte[][] frames = [.. Enumerable.Range(0, 12).Select(i => i % 4 == 3 ? Click(framing) : View(i, $"url {i}", framing))];
            byte[] data = [.. frames.SelectMany(static f => f)];
            int hit = numbers.Below(data.Length);
            int hurt = 1 + numbers.Below(3);
            for (int i = hit; i < Math.Min(hit + hurt, data.Length); i++)
            {
                data[i] = (byte)numbers.Next();
            }

            string hint = $"round {round}, {TestSeed.Hint}";
            TableDefinition table = Table("PageView", Wanted, ("sbe.framing", framing));
            List<string> rows = Rows.ReadText(table, data, chunkBytes: 1 + numbers.Below(300), recordBytesMax: 96, withNumbers: true);
            Assert.That(Rows.ReadText(table, data, chunkBytes: 1 + numbers.Below(40), recordBytesMax: 96, withNumbers: true), Is.EqualTo(rows), hint);
            rejected += rows.Count(static r => r.Contains(" !", StringComparison.Ordinal));
            AssertUntouchedAreThere(frames, hit, hurt, rows, hint);
            AssertTails(table, data, rows, numbers, hint);
        }

        Assert.That(rejected, Is.GreaterThan(5), "the damage did nothing");
    }

    [Test]
    public void Garbage_IsOneRecordWhateverItsLength([Values(1, 5, 40, 5000)] int lengthBytes, [Values(64, 700)] int limitBytes)
    {
        byte[] garbage = new byte[lengthBytes];
        SplitMix64 numbers = TestSeed.Numbers();
        for (int i = 0; i < garbage.Length; i++)
        {
            garbage[i] = (byte)(0x80 | numbers.Below(60));
        }

        byte[] data = [.. garbage, .. View(1, "a"), .. garbage];
        string[] answers =
        [
            .. ((int[])[1, 13, 4096]).Select(chunk => string.Join(
                '\n', Rows.ReadText(Table("PageView", Wanted), data, chunk, limitBytes, withNumbers: true))),
        ];
        Assert.That(answers.Distinct().Count(), Is.EqualTo(1));
        string[] rows = answers[0].Split("\n0:");
        Assert.That(rows, Has.Length.EqualTo(3), answers[0]);
        Assert.That(rows[1], Is.EqualTo("2 +I[1, a]"));
        Assert.That(rows[2], Does.StartWith("3 !"));
    }

    [Test]
    public void Message_ThatComesAlone_IsWhatItIsInAFile()
    {
        TableDefinition table = Table("PageView", Wanted);
        byte[] view = View(7, "/shoes");
        byte[] message = view[(view.Length - Bytes(view, "sofh"))..];
        Assert.That(RecordDecoderTests.Decode(table, message), Is.EqualTo(Rows.ReadText(table, view).Single()));
        byte[] click = Click("sofh");
        Assert.That(
            RecordDecoderTests.Decode(table, click[(click.Length - Bytes(click, "sofh"))..]), Does.StartWith("!PassedOver"));
        for (int length = 0; length < message.Length; length++)
        {
            Assert.That(RecordDecoderTests.Decode(table, message[..length]), Does.StartWith("!Malformed"), $"{length} bytes");
        }

        Assert.That(RecordDecoderTests.Decode(table, [.. message, 0]), Does.StartWith("!Malformed"), "a byte more");
    }

    private static void AssertUntouchedAreThere(byte[][] frames, int hit, int hurt, List<string> rows, string hint)
    {
        int at = 0;
        for (int i = 0; i < frames.Length; i++)
        {
            // A damaged length may end on a message that was whole: only those before it and from two behind it are sure.
            bool isBefore = at + frames[i].Length <= hit;
            bool isBehind = at > hit + hurt + (3 * 60);
            if (i % 4 != 3 && (isBefore || isBehind))
            {
                Assert.That(rows.Count(r => r.EndsWith($"+I[{i}, url {i}]", StringComparison.Ordinal)), Is.EqualTo(1), $"message {i}, {hint}");
            }

            at += frames[i].Length;
        }
    }

    private static void AssertTails(TableDefinition table, byte[] data, List<string> rows, SplitMix64 numbers, string hint)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, data);
            TableDefinition placed = table with { Options = new Dictionary<string, string>(table.Options) { ["path"] = file } };
            int skipped = numbers.Below(rows.Count + 1);
            var connectors = new FileConnectors(new FileConnectorOptions { ChunkBytes = 64, RecordBytesMax = 96 });
            Assert.That(Rows.ReadAll(connectors, placed, withNumbers: true, skipped), Is.EqualTo(rows.Skip(skipped)), $"skipped {skipped}, {hint}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void Source_SteadyState_AllocatesNothing()
    {
        string file = Path.GetTempFileName();
        try
        {
            using (FileStream stream = File.Create(file))
            {
                for (int i = 0; i < 6000; i++)
                {
                    stream.Write(i % 5 == 0 ? Click() : i % 7 == 0 ? SbeFiles.Framed(Shop, [1, 2]) : View(i % 50, "/some/page"));
                }
            }

            TableDefinition table = SbeFiles.WholeTable(Schema, "PageView");
            table = table with { Options = new Dictionary<string, string>(table.Options) { ["path"] = file } };
            var heap = new NativeHeap();
            using var record = new SourceRecord(heap, table.Schema);
            using ITableSource source = new FileConnectors(new FileConnectorOptions { ChunkBytes = 4096 }).OpenSources(table, heap)[0];
            AllocationTests.AssertNothingAllocated(source, record, heap, records: 4800);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static int Bytes(byte[] frame, string framing) => frame.Length - (framing == "sofh" ? 6 : 4);

    private static byte[] View(int page, string url, string framing = "sofh") => SbeFiles.Frame(
        Shop, "PageView", $$"""{"pageId":{{page}},"flags":["replayed","test"],"device":"TABLET","url":"{{url}}"}""", framing);

    private static byte[] Click(string framing = "sofh") =>
        SbeFiles.Frame(Shop, "ProductClick", """{"userId":3,"listId":4}""", framing);

    private static TableDefinition Table(string messages, string columns, params (string, string)[] more)
    {
        TableDefinition table = SbeFiles.Table(Schema, messages, columns);
        var options = new Dictionary<string, string>(table.Options);
        foreach ((string key, string value) in more)
        {
            options[key] = value;
        }

        return table with { Options = options };
    }
}
