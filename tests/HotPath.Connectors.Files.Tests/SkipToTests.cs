using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests;

/// <summary>A source that goes on behind the records that an earlier run has read gives the rest of them, no more.</summary>
[TestFixture]
public sealed class SkipToTests
{
    private const long NowMs = 1_600_000_000_000;
    private const string Columns = "a STRING, b BIGINT";

    private string _file = string.Empty;

    [SetUp]
    public void SetUp() => _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [TearDown]
    public void TearDown() => File.Delete(_file);

    [TestCase("csv", false)]
    [TestCase("csv", true)]
    [TestCase("json", false)]
    [TestCase("json", true)]
    public void RandomLines_AnyNumberSkipped_GiveTheTail(string format, bool isPacked)
    {
        SplitMix64 numbers = TestSeed.Numbers();
        _file += isPacked ? ".gz" : string.Empty;
        int rejected = 0;
        for (int round = 0; round < 40; round++)
        {
            byte[] data = Encoding.UTF8.GetBytes(format == "csv" ? CsvText(numbers) : JsonText(numbers));
            File.WriteAllBytes(_file, isPacked ? Packed(data, numbers) : data);
            TableDefinition table = Rows.Table(
                Columns, ("connector", "filesystem"), ("path", _file), ("format", format), OptionOf(format, numbers));
            var options = new FileConnectorOptions { ChunkBytes = 1 + numbers.Below(64), RecordBytesMax = 48 };
            rejected += CheckEverySkip(table, options, $"round {round}, {TestSeed.Hint}");
        }

        Assert.That(rejected, Is.GreaterThan(40), "the inputs held nothing wrong");
    }

    [Test]
    public void Limit_CountsWhatWasSkipped([Values(0, 3, 5, 9)] int skipped)
    {
        File.WriteAllText(_file, string.Concat(Enumerable.Range(1, 20).Select(static i => $"x,{i}\n")));
        TableDefinition table = Rows.Table(Columns, ("connector", "filesystem"), ("path", _file), ("format", "csv"));
        List<string> rest = Rest(table, new FileConnectorOptions { StopAfterRecords = 5 }, skipped);
        Assert.That(rest, Has.Count.EqualTo(Math.Max(0, 5 - skipped)));
    }

    [TestCase("csv")]
    [TestCase("json")]
    public void FileThatWasCut_IsRefusedWithBothNumbers(string format)
    {
        File.WriteAllText(_file, format == "csv" ? "x,1\ny,2\n" : "{\"a\":\"x\"}\n{\"a\":\"y\"}\n");
        TableDefinition table = Rows.Table(Columns, ("connector", "filesystem"), ("path", _file), ("format", format));
        Assert.That(Rest(table, new FileConnectorOptions(), 2), Is.Empty);
        HotPathException error = Assert.Throws<HotPathException>(() => Rest(table, new FileConnectorOptions(), 3))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.InputUnreadable));
        Assert.That(error.Message, Does.Contain(_file).And.Contain("holds 2 records").And.Contain("3 of it were read")
            .And.Contain("cut or replaced"));
    }

    [Test]
    public void StandardInput_IsNotReplayable_EvenForNoRecord()
    {
        TableDefinition table = Rows.Table(Columns, ("connector", "filesystem"), ("path", "-"), ("format", "csv"));
        using var stdin = new MemoryStream();
        using ITableSource source =
            new FileConnectors(new FileConnectorOptions { StandardInput = stdin }).OpenSources(table, new NativeHeap())[0];
        Assert.That(source.IsReplayable, Is.False);
        HotPathException error = Assert.Throws<HotPathException>(() => source.SkipTo(0))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.ConfigurationInvalid));
        Assert.That(error.Message, Does.Contain("stdin").And.Contain("--data"));
    }

    [Test]
    public void NamedPipe_IsNotReplayable([Values] bool isPacked)
    {
        // A pipe without a name to create: the read end of our own, by the path that the kernel gives it.
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        string path = $"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}";
        string link = _file + (isPacked ? ".gz" : string.Empty);
        File.CreateSymbolicLink(link, path);
        try
        {
            TableDefinition table = Rows.Table(Columns, ("connector", "filesystem"), ("path", link), ("format", "csv"));
            using ITableSource source =
                new FileConnectors(new FileConnectorOptions()).OpenSources(table, new NativeHeap())[0];
            Assert.That(source.IsReplayable, Is.False);
        }
        finally
        {
            File.Delete(link);
        }
    }

    [Test]
    public void Datagen_AnyNumberSkipped_GivesTheTail([Values] bool isBounded)
    {
        (string, string)[] options =
        [
            ("connector", "datagen"), ("rows-per-second", "300"),
            ("fields.q.kind", "sequence"), ("fields.q.start", "5"), ("fields.q.end", "9000000000"),
            ("fields.r.null-rate", "0.5"), ("fields.s.var-len", "true"), ("fields.m.max-past", "1 min"),
            ("fields.t.length", "17"),
            .. isBounded ? (IEnumerable<(string, string)>)[("number-of-rows", "40")] : [],
        ];
        TableDefinition table = Rows.Table(
            "a TINYINT, b SMALLINT, c INT, d BIGINT, e FLOAT, f DOUBLE, g DECIMAL(38, 4), h STRING, i CHAR(9), "
            + "k BYTES, l BOOLEAN, m TIMESTAMP, n TIMESTAMP_LTZ, o DATE, p TIME, q BIGINT, r INT, s STRING, t STRING, "
            + "u BIGINT",
            options);
        var connectors = new FileConnectorOptions { DatagenSeed = TestSeed.Value };
        List<(long Ms, string Row)> all = Timed(table, connectors, skipped: 0, NowMs, rows: 40);
        Assert.That(all, Has.Count.EqualTo(40));
        for (int skipped = 0; skipped < 40; skipped++)
        {
            // The process comes back at the very moment at which the next row is due.
            List<(long Ms, string Row)> rest = Timed(table, connectors, skipped, all[skipped].Ms, rows: 40 - skipped);
            Assert.That(rest, Is.EqualTo(all.Skip(skipped)), $"skipped {skipped}, {TestSeed.Hint}");
        }

        if (isBounded)
        {
            Assert.That(Timed(table, connectors, skipped: 40, NowMs, rows: 1), Is.Empty);
            HotPathException error =
                Assert.Throws<HotPathException>(() => Timed(table, connectors, skipped: 41, NowMs, rows: 1))!;
            Assert.That(error.Code, Is.EqualTo(ErrorCode.InputUnreadable));
        }
    }

    [Test]
    public void Datagen_AfterALongOutage_GoesOnAtItsPace()
    {
        TableDefinition table = Rows.Table("a INT, m TIMESTAMP", ("connector", "datagen"), ("rows-per-second", "10"));
        List<(long Ms, string Row)> rest = Timed(table, new FileConnectorOptions(), skipped: 1_000_000_007, NowMs, rows: 3);
        Assert.That(rest.Select(static row => row.Ms), Is.EqualTo((long[])[NowMs, NowMs + 100, NowMs + 200]));
    }

    private static int CheckEverySkip(TableDefinition table, FileConnectorOptions options, string hint)
    {
        List<string> all = Rows.ReadAll(new FileConnectors(options), table, withNumbers: true);
        for (int skipped = 0; skipped <= all.Count; skipped++)
        {
            Assert.That(Rest(table, options, skipped), Is.EqualTo(all.Skip(skipped)), $"skipped {skipped}, {hint}");
        }

        Assert.That(
            () => Rest(table, options, all.Count + 1),
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.InputUnreadable), hint);
        return all.Count(static answer => answer.Contains(" !", StringComparison.Ordinal));
    }

    private static List<string> Rest(TableDefinition table, FileConnectorOptions options, long skipped) =>
        Rows.ReadAll(new FileConnectors(options), table, withNumbers: true, skipped);

    private static List<(long Ms, string Row)> Timed(
        TableDefinition table, FileConnectorOptions options, long skipped, long nowMs, int rows)
    {
        var heap = new NativeHeap();
        var answers = new List<(long Ms, string Row)>();
        using var record = new SourceRecord(heap, table.Schema);
        using ITableSource source = new FileConnectors(options).OpenSources(table, heap)[0];
        source.SkipTo(skipped);
        while (answers.Count < rows)
        {
            ReadStatus status = source.Read(record, SourceTime.OfMs(nowMs));
            if (status == ReadStatus.End)
            {
                break;
            }

            if (status == ReadStatus.Row)
            {
                answers.Add((nowMs, $"{record.RecordNumber} {Rows.Print(record.Row.View)}"));
            }

            nowMs += status == ReadStatus.Idle ? 1 : 0;
        }

        return answers;
    }

    private static (string Key, string Value) OptionOf(string format, SplitMix64 numbers)
    {
        string value = numbers.Below(2) == 0 ? "true" : "false";
        return numbers.Below(2) == 0 || format == "json"
            ? ($"{format}.ignore-parse-errors", value)
            : ("csv.allow-comments", value);
    }

    /// <summary>Quoted line ends, blank lines, comments, wrong and too long records, perhaps an open quote.</summary>
    private static string CsvText(SplitMix64 numbers)
    {
        string[] records =
        [
            "x,1", "\"two\nlines\",2", "\"a \"\"b\"\"\",3", "bad", "x,y", "a,b,c,d", string.Empty, " ", "# note", "\u00e9,-4",
            new string('l', 60) + ",5", "\"" + new string('q', 30) + "\n" + new string('q', 30) + "\",6", "\"\"x,7",
        ];
        return Lines(records, numbers, lastOpen: "\"open\n,8");
    }

    /// <summary>Objects, arrays of them, blank lines, wrong and too long lines.</summary>
    private static string JsonText(SplitMix64 numbers)
    {
        string[] records =
        [
            "{\"a\":\"x\",\"b\":1}", "[{\"a\":\"p\"},{\"b\":2},7,{\"b\":\"z\"}]", "[]", "[{\"b\":3}", string.Empty, "  ", "{", "nope",
            "{\"b\":\"no\"}", "{\"b\":99999999999999999999}", "{\"a\":\"" + new string('l', 60) + "\"}", "[{\"b\":1},{\"b\":2}] x",
            "{\"a\":{\"c\":[1]}}",
        ];
        return Lines(records, numbers, lastOpen: "{\"a\":");
    }

    private static string Lines(string[] records, SplitMix64 numbers, string lastOpen)
    {
        var text = new StringBuilder();
        for (int i = numbers.Below(14); i >= 0; i--)
        {
            text.Append(records[numbers.Below(records.Length)]).Append(numbers.Below(4) == 0 ? "\r\n" : "\n");
        }

        return text.Append(numbers.Below(3) switch { 0 => lastOpen, 1 => "x", _ => string.Empty }).ToString();
    }

    /// <summary>Gzip in one or two members, cut at the end in a quarter of the cases.</summary>
    private static byte[] Packed(byte[] data, SplitMix64 numbers)
    {
        using var packed = new MemoryStream();
        int first = numbers.Below(data.Length + 1);
        foreach (byte[] part in (byte[][])[data[..first], data[first..]])
        {
            using var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(part);
        }

        byte[] bytes = packed.ToArray();
        return numbers.Below(4) == 0 ? bytes[..^(1 + numbers.Below(12))] : bytes;
    }
}
