using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests;

/// <summary>Files, folders, gzip and pipes as input, and each way in which they can be missing or broken.</summary>
[TestFixture]
public sealed class SourceFileTests
{
    private string _folder = string.Empty;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("hotpath-files-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Folder_WithSeveralFiles_IsReadInOrdinalOrderWithoutHiddenOnes()
    {
        foreach (string name in (string[])["b.csv", "B.csv", "a.csv", ".hidden", "_SUCCESS"])
        {
            Write(name, $"{name},1\n");
        }

        Assert.That(Read(_folder), Is.EqualTo((string[])["0:1 +I[B.csv, 1]", "1:1 +I[a.csv, 1]", "2:1 +I[b.csv, 1]"]));
    }

    [Test]
    public void Folder_WithoutFiles_IsRefusedByName()
    {
        Write(".hidden", "a,1\n");
        HotPathException error = Assert.Throws<HotPathException>(() => Read(_folder))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.InputUnreadable));
        Assert.That(error.Message, Does.Contain(_folder).And.Contain("holds no file").And.Contain("table t"));
    }

    [Test]
    public void MissingFile_IsRefusedByName()
    {
        HotPathException error = Assert.Throws<HotPathException>(() => Read("no/such.csv"))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.InputUnreadable));
        Assert.That(error.Message, Does.Contain("no/such.csv").And.Contain("does not exist"));
    }

    /// <summary>Whoever rotates a log by copying and cutting it would lose the rest without a word.</summary>
    [TestCase(0)]
    [TestCase(1000)]
    public void File_CutWhileItIsRead_IsTold(int leftBytes)
    {
        Write("x.csv", string.Concat(Enumerable.Repeat("abcdef,1\n", 10_000)));
        var heap = new NativeHeap();
        TableDefinition table = Table("x.csv");
        var connectors = new FileConnectors(new FileConnectorOptions { WorkingDirectory = _folder, ChunkBytes = 9000 });
        using var record = new SourceRecord(heap, table.Schema);
        using ITableSource source = connectors.OpenSources(table, heap).Single();
        Assert.That(source.Read(record, default), Is.EqualTo(ReadStatus.Row));
        using (var file = new FileStream(Path.Combine(_folder, "x.csv"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(leftBytes);
        }

        HotPathException error = Assert.Throws<HotPathException>(() =>
        {
            while (source.Read(record, default) == ReadStatus.Row)
            {
            }
        })!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.InputUnreadable));
        Assert.That(error.Message, Does.Match($"x.csv' was cut to {leftBytes} bytes while it was read: 9000 had been; put it back"));
    }

    /// <summary>What the kernel makes up has no length, and an end all the same.</summary>
    [Test]
    public void File_WithoutLength_IsReadToItsEnd() => Assert.That(Read("/proc/self/status"), Has.Count.GreaterThan(10));

    [Test]
    public void GzipFile_OfSeveralMembers_IsReadDirectly()
    {
        byte[] packed = [.. Pack("a,1\nb,"), .. Pack("2\nc,3\n")];
        File.WriteAllBytes(Path.Combine(_folder, "x.csv.gz"), packed);
        Assert.That(Read("x.csv.gz"), Is.EqualTo((string[])["0:1 +I[a, 1]", "0:2 +I[b, 2]", "0:3 +I[c, 3]"]));
    }

    [Test]
    public void GzipFile_CutAnywhere_EndsInACutShortRecord()
    {
        string text = string.Concat(Enumerable.Range(0, 500).Select(static i => $"name{i * 7919 % 1000},{i}\n"));
        byte[] packed = Pack(text);
        string[] whole =
        [
            .. text.TrimEnd('\n').Replace(",", ", ", StringComparison.Ordinal).Split('\n')
                .Select(static (line, i) => $"0:{i + 1} +I[{line}]"),
        ];
        IEnumerable<int> lengths = Enumerable.Range(0, packed.Length).Where(static i => i < 40 || i % 37 == 0);
        foreach (int length in lengths.Append(packed.Length - 1))
        {
            File.WriteAllBytes(Path.Combine(_folder, "x.csv.gz"), packed[..length]);
            List<string> records = Read("x.csv.gz");
            Assert.That(records[^1], Does.Contain("!CutShort"), $"cut to {length} bytes");
            Assert.That(records[..^1], Is.EqualTo(whole[..(records.Count - 1)]), $"cut to {length} bytes");
        }
    }

    /// <summary>Lengths around those of the buffers in between, of text that packs and of text that does not.</summary>
    [Test]
    public void GzipFile_WithBytesBehindItsLastMember_IsRefusedUnlessTheyAreZero()
    {
        byte[] noise = new byte[9000];
        new Random(5).NextBytes(noise);
        string text = string.Concat(noise.Select(static (b, i) => $"{(char)('a' + (b % 26))}{b},{i}\n"));
        byte[][] tails = [[65], [0, 0, 65], [65, 0, 0, 0], [.. new byte[9000], 65], [.. "behind,3\n"u8], noise];
        foreach (int lines in (int[])[0, 1, 2, 500, 2100, 2101, 2102, 2103, 2104, 9000])
        {
            byte[] packed = [.. Pack("x,1\n"), .. Pack(string.Join('\n', text.Split('\n')[..lines]))];
            foreach (int zeros in (int[])[0, 1, 2, 8, 511, 8192, 20_000])
            {
                File.WriteAllBytes(Path.Combine(_folder, "x.csv.gz"), [.. packed, .. new byte[zeros]]);
                Assert.That(Read("x.csv.gz"), Has.Count.EqualTo(lines + 1).And.None.Contains("!"), $"{lines}, {zeros} zeros");
            }

            foreach (byte[] tail in tails)
            {
                File.WriteAllBytes(Path.Combine(_folder, "x.csv.gz"), [.. packed, .. tail]);
                HotPathException error = Assert.Throws<HotPathException>(
                    () => Read("x.csv.gz"), $"{lines}, tail of {tail.Length}")!;
                Assert.That(error.Code, Is.EqualTo(ErrorCode.InputUnreadable));
                Assert.That(error.Message, Does.Contain("x.csv.gz' cannot be unpacked: what follows its last member is no gzip;"));
            }
        }
    }

    /// <summary>Every place of the end of a member in the buffers in between.</summary>
    [Test]
    public void GzipFile_OfAnyLength_MayBePaddedAndNotContinued()
    {
        for (int length = 8150; length < 8210; length++)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
            {
                gzip.Write(Encoding.UTF8.GetBytes($"{new string('x', length - 3)},1\n"));
            }

            File.WriteAllBytes(Path.Combine(_folder, "x.csv.gz"), [.. packed.ToArray(), 0, 0, 0]);
            Assert.That(Read("x.csv.gz"), Has.Count.EqualTo(1), $"{length}");
            File.WriteAllBytes(Path.Combine(_folder, "x.csv.gz"), [.. packed.ToArray(), 65]);
            Assert.That(Outcome(() => Read("x.csv.gz")), Is.EqualTo("InputUnreadable"), $"{length}");
        }
    }

    [Test]
    public void GzipFile_WithAFlippedByte_IsNeverReadAsSomethingElse()
    {
        byte[] packed = Pack("a,1\nb,2\n");
        for (int i = 10; i < packed.Length; i++)
        {
            byte[] broken = [.. packed];
            broken[i] ^= 0x40;
            File.WriteAllBytes(Path.Combine(_folder, "x.csv.gz"), broken);
            string outcome = Outcome(() => Read("x.csv.gz"));
            Assert.That(
                outcome,
                Does.Contain("InputUnreadable").Or.Contain("!CutShort").Or.EqualTo("0:1 +I[a, 1]|0:2 +I[b, 2]"),
                $"byte {i}");
        }
    }

    [Test]
    public void LastLine_CutInsideQuotes_IsOneCutShortRecord()
    {
        Write("x.csv", "a,1\n\"b\nc,2\n");
        Assert.That(Read("x.csv"), Is.EqualTo((string[])["0:1 +I[a, 1]", "0:2 !CutShort -1 '\"b\nc,2\n'"]));
    }

    [Test]
    public void BadRecords_AreRejectedWithReasonColumnNumberAndBytes()
    {
        Write("x.csv", "a,1\nb\nc,x\nd,99999999999999999999\ne,1,2\n\"f\"g,1\nh,2\n");
        Assert.That(Read("x.csv"), Is.EqualTo((string[])
        [
            "0:1 +I[a, 1]",
            "0:2 !Malformed 1 'b'",
            "0:3 !BadValue 1 'c,x'",
            "0:4 !OutOfRange 1 'd,99999999999999999999'",
            "0:5 !Malformed -1 'e,1,2'",
            "0:6 !Malformed -1 '\"f\"g,1'",
            "0:7 +I[h, 2]",
        ]));
    }

    [Test]
    public void InvalidUtf8_IsRejectedAsBadEncoding([Values("csv", "json")] string format)
    {
        byte[] csv = [(byte)'a', 0xFF, .. ",1\nb,2\n"u8];
        byte[] json = [.. "{\"s\":\"a"u8, 0xFF, .. "\",\"i\":1}\n{\"s\":\"b\",\"i\":2}\n"u8];
        File.WriteAllBytes(Path.Combine(_folder, "x"), format == "csv" ? csv : json);
        List<string> records = Read("x", ("format", format));
        Assert.That(records[0], Does.StartWith("0:1 !BadEncoding"));
        Assert.That(records[1], Is.EqualTo("0:2 +I[b, 2]"));
    }

    [Test]
    public void IgnoredErrors_AreStillCountedWhenARecordIsPassedOver()
    {
        Write("x.csv", "a,x\nb,1,2\nc,3\n");
        Assert.That(Read("x.csv", ("csv.ignore-parse-errors", "true")), Is.EqualTo((string[])
            ["0:1 +I[a, null]", "0:2 !PassedOver -1 'b,1,2'", "0:3 +I[c, 3]"]));
    }

    [Test]
    public void NullInNotNullColumn_IsRejected()
    {
        Write("x.csv", "a,\n,1\n");
        TableDefinition table = Rows.Table(
            "s STRING NOT NULL, i INT",
            ("connector", "filesystem"),
            ("path", "x.csv"),
            ("format", "csv"),
            ("csv.null-literal", ""));
        Assert.That(
            Rows.ReadAll(Connectors(), table),
            Is.EqualTo((string[])["+I[a, null]", "!NullValue 0 ',1'"]));
    }

    [Test]
    public void StopAfter_EndsEachSource()
    {
        Write("x.csv", "a,1\nb\nc,3\n");
        TableDefinition table = Table("x.csv");
        var options = new FileConnectorOptions { WorkingDirectory = _folder, StopAfterRecords = 2 };
        var connectors = new FileConnectors(options);
        Assert.That(Rows.ReadAll(connectors, table), Is.EqualTo((string[])["+I[a, 1]", "!Malformed 1 'b'"]));
    }

    [Test]
    public void OneFile_ReadAndWritten_IsRefused()
    {
        Write("x.csv", "a,1\n");
        FileConnectors connectors = Connectors();
        TableDefinition table = Table("x.csv");
        _ = Rows.ReadAll(connectors, table);
        SinkDefinition sink = Rows.Sink(
            table.Schema, SinkRole.Table, ("connector", "filesystem"), ("path", "./x.csv"), ("format", "csv"));
        HotPathException error = Assert.Throws<HotPathException>(() => connectors.OpenSink(sink, resume: null).Dispose())!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.ConfigurationInvalid));
        Assert.That(File.ReadAllText(Path.Combine(_folder, "x.csv")), Is.EqualTo("a,1\n"));
    }

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static string Outcome(Func<List<string>> read)
    {
        try
        {
            return string.Join('|', read());
        }
        catch (HotPathException error)
        {
            return error.Code.ToString();
        }
    }

    private static TableDefinition Table(string path, params (string Key, string Value)[] options)
    {
        Dictionary<string, string> all = new(StringComparer.Ordinal)
        {
            ["connector"] = "filesystem",
            ["path"] = path,
            ["format"] = "csv",
        };
        foreach ((string key, string value) in options)
        {
            all[key] = value;
        }

        return Rows.Table("s STRING, i INT", [.. all.Select(static o => (o.Key, o.Value))]);
    }

    private FileConnectors Connectors() => new(new FileConnectorOptions { WorkingDirectory = _folder });

    private List<string> Read(string path, params (string Key, string Value)[] options) =>
        Rows.ReadAll(Connectors(), Table(path, options), withNumbers: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
