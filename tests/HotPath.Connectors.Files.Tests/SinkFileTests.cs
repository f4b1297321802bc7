using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests;

/// <summary>Sinks where they meet the disk, their length and hash, and the dead-letter log.</summary>
[TestFixture]
public sealed class SinkFileTests
{
    private static readonly OutputIdentity Identity = new(0, 1, 0, 0, RowKind.Insert);

    private string _folder = string.Empty;

    private static RowSchema Schema => Rows.Table("s STRING").Schema;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("hotpath-sinks-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Folder_InPlaceOfTheFile_IsRefusedByName() => AssertUnwritable(_folder, "is a folder");

    [Test]
    public void File_InAFolderThatIsMissing_IsRefusedByName() =>
        AssertUnwritable(Path.Combine(_folder, "no", "out.csv"), "cannot be created");

    [Test]
    public void FullDisk_IsOneClearErrorWithFileAndBytes()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Ignore("/dev/full is not there on this system");
        }

        using ITableSink sink = Open("/dev/full");
        using RowBuilder row = Row("0123456789");
        HotPathException error = Assert.Throws<HotPathException>(() =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                sink.Write(Identity, row.View);
            }
        })!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.OutputUnwritable));
        Assert.That(error.Message, Does.Contain("/dev/full").And.Contain("after 0 bytes").And.Contain("No space"));
    }

    [Test]
    public void BrokenPipe_IsOutputUnwritable()
    {
        using var stdout = new FailingStream();
        var connectors = new FileConnectors(new FileConnectorOptions { StandardOutput = stdout });
        using ITableSink sink = connectors.OpenSink(Rows.Sink(Schema, SinkRole.Table, ("connector", "print")), resume: null);
        using RowBuilder row = Row("a");
        sink.Write(Identity, row.View);
        HotPathException error = Assert.Throws<HotPathException>(sink.Flush)!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.OutputUnwritable));
        Assert.That(error.Message, Does.Contain("standard output").And.Contain("Broken pipe"));
    }

    [Test]
    public void LengthAndChain_FollowFromTheRowsAlone()
    {
        string path = Path.Combine(_folder, "out.csv");
        ulong chain = 0;
        using (ITableSink sink = Open(path))
        {
            for (int i = 0; i < 20_000; i++)
            {
                string text = new('x', i % 24);
                using RowBuilder row = Row(text);
                sink.Write(Identity, row.View);
                chain = StableHash.Mix(chain, StableHash.Of(Encoding.UTF8.GetBytes(text + "\n")));
                if (i % 777 == 0)
                {
                    sink.Flush();
                }
            }

            sink.Complete();
            Assert.That(sink.Cursor.ChainHash, Is.EqualTo(chain));
            Assert.That(sink.Cursor.LengthBytes, Is.EqualTo(new FileInfo(path).Length));
        }
    }

    [Test]
    public void RowLongerThanTheBuffer_IsWrittenInOrder()
    {
        string path = Path.Combine(_folder, "out.csv");
        string longText = new('y', 200_000);
        using (ITableSink sink = Open(path))
        {
            foreach (string text in (string[])["a", longText, "b"])
            {
                using RowBuilder row = Row(text);
                sink.Write(Identity, row.View);
            }

            sink.Complete();
        }

        Assert.That(File.ReadAllText(path), Is.EqualTo($"a\n\"{longText}\"\nb\n"));
    }

    [Test]
    public void Dispose_WithoutComplete_AbandonsWhatIsBuffered()
    {
        string path = Path.Combine(_folder, "out.csv");
        using (ITableSink sink = Open(path))
        using (RowBuilder row = Row("a"))
        {
            sink.Write(Identity, row.View);
        }

        Assert.That(File.ReadAllText(path), Is.Empty);
    }

    [Test]
    public void TwoSinks_OnOneFile_AreRefused()
    {
        var connectors = new FileConnectors(new FileConnectorOptions { WorkingDirectory = _folder });
        SinkDefinition sink = Rows.Sink(
            Schema, SinkRole.Table, ("connector", "filesystem"), ("path", "out"), ("format", "csv"));
        using ITableSink first = connectors.OpenSink(sink, resume: null);
        HotPathException error = Assert.Throws<HotPathException>(() => connectors.OpenSink(sink, resume: null).Dispose())!;
        Assert.That(error.Message, Does.Contain("also written by out"));
    }

    /// <summary>The run that came first keeps its file, whatever name the second has for it.</summary>
    [Test]
    public void File_ThatAnotherRunWrites_IsRefusedAndKept([Values] bool isLink, [Values] bool resumes)
    {
        string path = Path.Combine(_folder, "out.csv");
        string other = isLink ? Path.Combine(_folder, "link.csv") : path;
        using (ITableSink first = Open(path))
        using (RowBuilder row = Row("a"))
        {
            first.Write(Identity, row.View);
            first.Flush();
            if (isLink)
            {
                File.CreateSymbolicLink(other, path);
            }

            HotPathException error = Assert.Throws<HotPathException>(
                () => Open(other, resumes ? new SinkCursor(0, 0, 0) : null).Dispose())!;
            Assert.That(error.Code, Is.EqualTo(ErrorCode.OutputUnwritable));
            Assert.That(error.Message, Does.Contain(other).And.Contain("being written by another run"));
            first.Complete();
        }

        Assert.That(File.ReadAllText(path), Is.EqualTo("a\n"));
        Assert.DoesNotThrow(() => Open(other).Dispose(), "the first has ended");
        Assert.That(File.ReadAllText(path), Is.Empty, "a new run begins anew");
    }

    /// <summary>A device has room for everybody.</summary>
    [Test]
    public void Device_IsSharedByRuns()
    {
        using ITableSink first = Open("/dev/null");
        Assert.DoesNotThrow(() => Open("/dev/null").Dispose());
    }

    [Test]
    public void Blackhole_HashesRowsAndKinds()
    {
        var connectors = new FileConnectors(new FileConnectorOptions());
        ulong Chain(string text, RowKind kind)
        {
            using ITableSink sink = connectors.OpenSink(Rows.Sink(Schema, SinkRole.Table, ("connector", "blackhole")), resume: null);
            using RowBuilder row = Row(text);
            sink.Write(new OutputIdentity(5, 1, 0, 0, kind), row.View);
            sink.Complete();
            return sink.Cursor.ChainHash;
        }

        ulong[] chains = [Chain("a", RowKind.Insert), Chain("b", RowKind.Insert), Chain("a", RowKind.Delete)];
        Assert.That(chains.Distinct().Count(), Is.EqualTo(3));
        Assert.That(Chain("a", RowKind.Insert), Is.EqualTo(chains[0]));
    }

    [Test]
    public void DeadLetters_KeepRawTextOrBase64AndTheFirstFive([Values] bool withPath)
    {
        var connectors = new FileConnectors(new FileConnectorOptions { WorkingDirectory = _folder });
        (string, string)[] options = withPath ? [("path", "dead.ndjson")] : [];
        using ITableSink sink = connectors.OpenSink(Rows.Sink(DeadLetterSchema.Schema, SinkRole.DeadLetters, options), resume: null);
        using var row = new RowBuilder(new NativeHeap(), DeadLetterSchema.Schema);
        for (int i = 0; i < 7; i++)
        {
            row.Begin();
            row.SetUtf8(DeadLetterSchema.Statement, []);
            row.SetUtf8(DeadLetterSchema.Operator, "ingress"u8);
            row.SetUtf8(DeadLetterSchema.Reason, "Malformed"u8);
            row.SetUtf8(DeadLetterSchema.Table, "t"u8);
            row.Set(DeadLetterSchema.File, 0);
            row.SetUtf8(DeadLetterSchema.FileName, "in.csv"u8);
            row.Set(DeadLetterSchema.Record, (long)i);
            if (i == 2)
            {
                row.SetUtf8(DeadLetterSchema.Detail, "f: X: \"no\"\n"u8);
            }

            row.SetUtf8(DeadLetterSchema.RawBytes, i == 1 ? [(byte)'a', 0xFF] : "a \"b\""u8);
            sink.Write(Identity, row.View);
        }

        sink.Complete();
        Assert.That(connectors.DeadLetterExamples, Has.Count.EqualTo(5));
        Assert.That(connectors.DeadLetterExamples[0], Is.EqualTo(
            "{\"statement\":\"\",\"operator\":\"ingress\",\"reason\":\"Malformed\",\"column\":null,\"tenant\":null,"
            + "\"table\":\"t\",\"file\":0,\"file_name\":\"in.csv\",\"record\":0,\"detail\":null,\"raw\":\"a \\\"b\\\"\"}"));
        using JsonDocument second = JsonDocument.Parse(connectors.DeadLetterExamples[1]);
        byte[] raw = second.RootElement.GetProperty("raw_base64").GetBytesFromBase64();
        Assert.That(raw, Is.EqualTo((byte[])[(byte)'a', 0xFF]));
        Assert.That(second.RootElement.GetProperty("raw").GetString(), Is.EqualTo("a\ufffd"));
        Assert.That(connectors.DeadLetterExamples[2], Does.Contain("\"detail\":\"f: X: \\\"no\\\"\\n\",\"raw\""));
        string path = Path.Combine(_folder, "dead.ndjson");
        Assert.That(File.Exists(path), Is.EqualTo(withPath));
        Assert.That(withPath ? File.ReadAllLines(path).Length : 7, Is.EqualTo(7));
    }

    [Test]
    public void RowJson_OfARow_IsReadBackByTheJsonFormat()
    {
        TableDefinition table = Rows.Table(
            "s STRING, c CHAR(3), i INT, b BIGINT, d DECIMAL(20, 3), f FLOAT, g DOUBLE, o BOOLEAN, x BYTES, y DATE, "
            + "z TIME, t TIMESTAMP(3), l TIMESTAMP_LTZ(3), n INT",
            ("connector", "filesystem"), ("path", "rows.ndjson"), ("format", "json"));
        using var row = new RowBuilder(new NativeHeap(), table.Schema);
        row.SetUtf8(0, "a \"b\" \\ \u00e9\n"u8);
        row.SetUtf8(1, "abc"u8);
        row.Set(2, int.MinValue);
        row.Set(3, long.MaxValue);
        row.Set(4, (Int128)(-40_000));
        row.Set(5, 1.5e-20f);
        row.Set(6, double.NegativeInfinity);
        row.Set(7, (byte)0);
        row.SetUtf8(8, [0, 255, 7, 9]);
        row.Set(9, 19_999);
        row.Set(10, 3_661_000);
        row.Set(11, 1_472_688_000_123L);
        row.Set(12, 1_472_688_000_500L);
        byte[] text = new byte[4096];
        int length = new RowJson(table.Schema).Write(row.View, text);
        File.WriteAllBytes(Path.Combine(_folder, "rows.ndjson"), text[..length]);
        using var printer = new Printer(table.Schema);
        var connectors = new FileConnectors(new FileConnectorOptions { WorkingDirectory = _folder });
        Assert.That(Rows.ReadAll(connectors, table), Is.EqualTo(new[] { printer.Print(row.View) }));
    }

    private static RowBuilder Row(string text)
    {
        var row = new RowBuilder(new NativeHeap(), Schema);
        row.SetUtf8(0, Encoding.UTF8.GetBytes(text));
        return row;
    }

    private static ITableSink Open(string path, SinkCursor? resume = null) =>
        new FileConnectors(new FileConnectorOptions()).OpenSink(
            Rows.Sink(Schema, SinkRole.Table, ("connector", "filesystem"), ("path", path), ("format", "csv")), resume);

    private static void AssertUnwritable(string path, string why)
    {
        HotPathException error = Assert.Throws<HotPathException>(() => Open(path).Dispose())!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.OutputUnwritable));
        Assert.That(error.Message, Does.Contain(path).And.Contain(why));
    }
}
