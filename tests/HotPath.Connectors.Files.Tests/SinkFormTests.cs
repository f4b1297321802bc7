using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Time;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests;

/// <summary>Exact bytes of every sink; those of table sinks are what Flink 2.3 wrote for the same values.</summary>
[TestFixture]
public sealed class SinkFormTests
{
    private const string AllTypes =
        "s STRING, i INT, d DOUBLE, f FLOAT, dec DECIMAL(10,2), b BOOLEAN, ts TIMESTAMP, tz TIMESTAMP_LTZ, dt DATE, "
        + "tm TIME, by BYTES";

    private string _folder = string.Empty;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("hotpath-sinks-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void CsvFile_EveryType_IsFlinks() => Assert.That(
        WriteFile(AllTypes, FillAll, ("format", "csv")),
        Is.EqualTo(
            "\"a b\",1,1.5,0.1,12.5,true,\"2020-01-02 03:04:05.6\",\"2020-01-02 03:04:05Z\","
            + "2020-01-02,01:02:03,YWJj\n"));

    [Test]
    public void JsonFile_EveryType_IsFlinks() => Assert.That(
        WriteFile(AllTypes, FillAll, ("format", "json")),
        Is.EqualTo(
            "{\"s\":\"a b\",\"i\":1,\"d\":1.5,\"f\":0.1,\"dec\":12.5,\"b\":true,\"ts\":\"2020-01-02 03:04:05.6\","
            + "\"tz\":\"2020-01-02 03:04:05Z\",\"dt\":\"2020-01-02\",\"tm\":\"01:02:03\",\"by\":\"YWJj\"}\n"));

    [TestCase("csv", "10:00:00.9,10:00:00,10:00:00.9\n")]
    [TestCase("json", "{\"a\":\"10:00:00.9\",\"b\":\"10:00:00\",\"c\":\"10:00:00.9\"}\n")]
    public void TimeWithAFraction_AsFlinkWritesIt(string format, string expected) => Assert.That(
        WriteFile(
            "a TIME(3), b TIME(3), c TIME", // whose text came from json, which does not cut it
            static row =>
            {
                row.Set(0, 36_000_900);
                row.Set(1, 36_000_000);
                row.Set(2, 36_000_900);
            },
            ("format", format)),
        Is.EqualTo(expected));

    [Test]
    public void JsonFile_WithItsOptions_IsFlinks()
    {
        string text = WriteFile(
            "a DECIMAL(10,2), b TIMESTAMP, c INT",
            static row =>
            {
                row.Set(0, (Int128)150);
                row.Set(1, Ms("2020-01-02T03:04:05.6"));
            },
            ("format", "json"),
            ("json.encode.decimal-as-plain-number", "true"),
            ("json.encode.ignore-null-fields", "true"),
            ("json.timestamp-format.standard", "ISO-8601"));
        Assert.That(text, Is.EqualTo("{\"a\":1.50,\"b\":\"2020-01-02T03:04:05.6\"}\n"));
    }

    [TestCase(10000, 2, "1E+2")]
    [TestCase(0, 2, "0")]
    [TestCase(-150, 2, "-1.5")]
    [TestCase(120, 0, "1.2E+2")]
    [TestCase(10000, 10, "0.000001")]
    [TestCase(1000, 10, "1E-7")]
    [TestCase(1234567, 0, "1234567")]
    public void CsvFile_Decimals_AreAsShortAsFlinks(long unscaled, int scale, string expected) => Assert.That(
        WriteFile($"a DECIMAL(20,{scale})", row => row.Set(0, (Int128)unscaled), ("format", "csv")),
        Is.EqualTo(expected + "\n"));

    [TestCase(
        "",
        "a|\"a b\"|\" a\"|\"a,b\"|\"a\"\"b\"|\"a'b\"||NULL|\"#x\"|a;b|\"a\\b\"|\"a\tb\"|\u00e9|-1|\"+x\"|a.b|a@b|"
        + "12345678901234567890123\u00e9|\"123456789012345678901234\u00e9\"")]
    [TestCase(
        "csv.disable-quote-character=true",
        "a|a b| a|a,b|a\"b|a'b||NULL|#x|a;b|a\\b|a\tb|\u00e9|-1|+x|a.b|a@b|"
        + "12345678901234567890123\u00e9|123456789012345678901234\u00e9")]
    [TestCase(
        "csv.escape-character=\\",
        "a|\"a b\"|\" a\"|\"a,b\"|\"a\"\"b\"|\"a'b\"||NULL|\"#x\"|a;b|\"a\\\\b\"|\"a\tb\"|\u00e9|-1|\"+x\"|a.b|a@b|"
        + "12345678901234567890123\u00e9|\"123456789012345678901234\u00e9\"")]
    [TestCase(
        "csv.escape-character=|",
        "a|\"a b\"|\" a\"|\"a,b\"|\"a\"\"b\"|\"a'b\"||NULL|\"#x\"|a;b|a\\b|\"a\tb\"|\u00e9|-1|\"+x\"|a.b|a@b|"
        + "12345678901234567890123\u00e9|\"123456789012345678901234\u00e9\"")]
    [TestCase(
        "csv.field-delimiter=\t",
        "a|\"a b\"|\" a\"|a,b|\"a\"\"b\"|a'b||NULL|#x|a;b|\"a\\b\"|\"a\tb\"|\u00e9|-1|+x|a.b|a@b|"
        + "12345678901234567890123\u00e9|\"123456789012345678901234\u00e9\"")]
    public void CsvFile_Texts_AreQuotedAsFlinkQuotes(string option, string expected)
    {
        string[] values =
        [
            "a", "a b", " a", "a,b", "a\"b", "a'b", "", "NULL", "#x", "a;b", "a\\b", "a\tb", "\u00e9", "-1", "+x",
            "a.b", "a@b", "12345678901234567890123\u00e9", "123456789012345678901234\u00e9",
        ];
        (string, string)[] options = option.Length == 0
            ? [("format", "csv")]
            : [("format", "csv"), (option.Split('=')[0], option.Split('=')[1])];
        string[] written = [.. values.Select(value => WriteFile(
            "s STRING", row => row.SetUtf8(0, Encoding.UTF8.GetBytes(value)), options)[..^1])];
        Assert.That(string.Join('|', written), Is.EqualTo(expected));
    }

    [Test]
    public void CsvFile_NullsAndDelimiters_AreFlinks()
    {
        Assert.That(WriteFile("a INT, b INT", static row => row.Set(1, 1), ("format", "csv")), Is.EqualTo(",1\n"));
        Assert.That(
            WriteFile(
                "a INT, b STRING", static row => row.SetUtf8(1, "a b"u8), ("format", "csv"), ("csv.null-literal", "a b")),
            Is.EqualTo("a b,\"a b\"\n"));
        Assert.That(
            WriteFile("a DATE, b TIME, c STRING", FillDates, ("format", "csv"), ("csv.field-delimiter", ";")),
            Is.EqualTo("\"2020-01-02\";\"01:02:03\";\"a-b\"\n"));
    }

    [TestCase("csv.escape-character", "|", "a|b", "\"a||b\"")]
    [TestCase("csv.escape-character", "\"", "a\"b", "\"a\"\"b\"")]
    [TestCase("csv.allow-comments", "true", "#x", "\"#x\"")]
    public void CsvFile_SpecialCharacters_AreQuotedAsFlinkQuotes(
        string option, string value, string text, string expected) => Assert.That(
        WriteFile(
            "s STRING", row => row.SetUtf8(0, Encoding.UTF8.GetBytes(text)), ("format", "csv"), (option, value)),
        Is.EqualTo(expected + "\n"));

    [Test]
    public void JsonFile_CharactersBeyondThePlane_AreEscapedAsFlinkEscapes() => Assert.That(
        WriteFile(
            "a\ud83d\ude00 STRING", static row => row.SetUtf8(0, "<\ud83d\ude00\u20ac\ud83d\ude01"u8), ("format", "json")),
        Is.EqualTo("{\"a\\uD83D\\uDE00\":\"<\\uD83D\\uDE00\u20ac\\uD83D\\uDE01\"}\n"));

    [Test]
    public void JsonFile_Controls_AreEscapedAsFlinkEscapes() => Assert.That(
        WriteFile(
            "a STRING",
            static row => row.SetUtf8(0, "\u0001\b\f\u001f\u007f\u00e9/<>&\u2028\""u8),
            ("format", "json")),
        Is.EqualTo("{\"a\":\"\\u0001\\b\\f\\u001F\u007f\u00e9/<>&\u2028\\\"\"}\n"));

    [Test]
    public void Print_EveryType_IsFlinks()
    {
        Assert.That(
            WriteStandard(AllTypes, FillAll, RowKind.Insert, ("connector", "print"), ("print-identifier", "p")),
            Is.EqualTo(
                "p> +I[a b, 1, 1.5, 0.1, 12.50, true, 2020-01-02T03:04:05.600, 2020-01-02T03:04:05Z, 2020-01-02, "
                + "01:02:03, [97, 98, 99]]\n"));
        Assert.That(
            WriteStandard(
                "a INT, b TIMESTAMP, c TIMESTAMP_LTZ, d TIME, e DECIMAL(20,10), f STRING",
                static row =>
                {
                    row.Set(1, Ms("2020-01-02T03:04:00"));
                    row.Set(2, Ms("2020-01-02T03:04:00"));
                    row.Set(3, 3_720_000);
                    row.Set(4, (Int128)100);
                    row.SetUtf8(5, []);
                },
                RowKind.UpdateBefore,
                ("connector", "print")),
            Is.EqualTo("-U[null, 2020-01-02T03:04, 2020-01-02T03:04:00Z, 01:02, 1.00E-8, ]\n"));
    }

    [Test]
    public void SelectCsv_EveryType_IsTheGoldenForm() => Assert.That(
        WriteSelect(OutputFormat.Csv, RowKind.UpdateAfter),
        Is.EqualTo(
            "op,s,i,d,f,dec,b,ts,tz,dt,tm,by\n"
            + "+U,a b,1,1.5,0.1,12.50,true,2020-01-02 03:04:05.600,2020-01-02 04:04:05.000,2020-01-02,01:02:03,YWJj\n"
            + "+U,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL\n"));

    [Test]
    public void SelectNdjson_EveryType_HasTheTextForms() => Assert.That(
        WriteSelect(OutputFormat.Ndjson, RowKind.Delete).Split('\n')[0],
        Is.EqualTo(
            "{\"op\":\"-D\",\"s\":\"a b\",\"i\":1,\"d\":1.5,\"f\":0.1,\"dec\":12.50,\"b\":true,"
            + "\"ts\":\"2020-01-02 03:04:05.600\",\"tz\":\"2020-01-02 04:04:05.000\",\"dt\":\"2020-01-02\",\"tm\":\"01:02:03\",\"by\":\"YWJj\"}"));

    [Test]
    public void SelectTable_Columns_AreAlignedAndNeverCut()
    {
        using var stdout = new MemoryStream();
        TableDefinition table = Rows.Table("name STRING, n INT");
        var connectors = new FileConnectors(new FileConnectorOptions { StandardOutput = stdout });
        using ITableSink sink = connectors.OpenSink(Rows.Sink(table.Schema, SinkRole.Select), resume: null);
        using var row = new RowBuilder(new NativeHeap(), table.Schema);
        foreach (string name in (string[])["a", "\u00e9\u00e9", "a name of more than sixteen"])
        {
            row.Begin();
            row.SetUtf8(0, Encoding.UTF8.GetBytes(name));
            row.Set(1, name.Length);
            sink.Write(new OutputIdentity(0, 1, 0, 0, RowKind.Insert), row.View);
        }

        sink.Complete();
        Assert.That(Encoding.UTF8.GetString(stdout.ToArray()), Is.EqualTo(
            "op  name                        n\n"
            + "--  ----------------  -----------\n"
            + "+I  a                           1\n"
            + "+I  \u00e9\u00e9                          2\n"
            + "+I  a name of more than sixteen           27\n"));
    }

    /// <summary>Whose rows stand last is not known after a restart; of a single one they can only be its own.</summary>
    [TestCase(1, "+I,7\n+I,7\n")]
    [TestCase(2, "op,a1\n+I,7\n+I,7\nop,a2\n+I,7\n+I,7\n")]
    public void SelectCsv_Resumed_HasTheHeaderAgain_WhereAnotherMayStandLast(int count, string expected)
    {
        using var stdout = new MemoryStream();
        var connectors = new FileConnectors(new FileConnectorOptions { StandardOutput = stdout, Output = OutputFormat.Csv });
        RowSchema[] schemas = [.. Enumerable.Range(1, count).Select(static n => Rows.Table($"a{n} INT").Schema)];
        ITableSink[] sinks = [.. schemas.Select(schema =>
            connectors.OpenSink(Rows.Sink(schema, SinkRole.Select), new SinkCursor(Rows: 1, LengthBytes: 11, ChainHash: 3)))];
        foreach (ITableSink sink in sinks)
        {
            WriteTwice(sink, schemas[0]);
            sink.Dispose();
        }

        Assert.That(Encoding.UTF8.GetString(stdout.ToArray()), Is.EqualTo(expected));
    }

    private static void WriteTwice(ITableSink sink, RowSchema schema)
    {
        using var row = new RowBuilder(new NativeHeap(), schema);
        for (int i = 0; i < 2; i++)
        {
            row.Begin();
            row.Set(0, 7);
            sink.Write(new OutputIdentity(0, 1, 0, 0, RowKind.Insert), row.View);
            sink.Flush();
        }
    }

    [Test]
    public void SelectCsv_RowsOfTwoThatAlternate_HaveTheHeaderAgain()
    {
        using var stdout = new MemoryStream();
        var connectors = new FileConnectors(new FileConnectorOptions { StandardOutput = stdout, Output = OutputFormat.Csv });
        RowSchema ones = Rows.Table("one INT").Schema;
        RowSchema twos = Rows.Table("two INT").Schema;
        using ITableSink first = connectors.OpenSink(Rows.Sink(ones, SinkRole.Select), resume: null);
        using ITableSink second = connectors.OpenSink(Rows.Sink(twos, SinkRole.Select), resume: null);
        using var row = new RowBuilder(new NativeHeap(), ones);
        foreach (ITableSink sink in (ITableSink[])[first, first, second, first])
        {
            row.Begin();
            row.Set(0, 7);
            sink.Write(new OutputIdentity(0, 1, 0, 0, RowKind.Insert), row.View);
            sink.Flush();
        }

        first.Complete();
        second.Complete();

        Assert.That(
            Encoding.UTF8.GetString(stdout.ToArray()),
            Is.EqualTo("op,one\n+I,7\n+I,7\nop,two\n+I,7\nop,one\n+I,7\n"));
        Assert.That(first.Cursor.LengthBytes, Is.EqualTo("op,one\n+I,7\n+I,7\n+I,7\n".Length));
    }

    private static void FillAll(RowBuilder row)
    {
        row.SetUtf8(0, "a b"u8);
        row.Set(1, 1);
        row.Set(2, 1.5);
        row.Set(3, 0.1f);
        row.Set(4, (Int128)1250);
        row.Set(5, true);
        row.Set(6, Ms("2020-01-02T03:04:05.6"));
        row.Set(7, Ms("2020-01-02T03:04:05"));
        row.Set(8, CivilTime.ToDays(2020, 1, 2));
        row.Set(9, 3_723_000);
        row.SetUtf8(10, "abc"u8);
    }

    private static void FillDates(RowBuilder row)
    {
        row.Set(0, CivilTime.ToDays(2020, 1, 2));
        row.Set(1, 3_723_000);
        row.SetUtf8(2, "a-b"u8);
    }

    private static long Ms(string text) =>
        (long)(DateTime.Parse(text, CultureInfo.InvariantCulture) - DateTime.UnixEpoch).TotalMilliseconds;

    private static string WriteStandard(
        string columns, Action<RowBuilder> fill, RowKind kind, params (string Key, string Value)[] options)
    {
        using var stdout = new MemoryStream();
        var connectors = new FileConnectors(new FileConnectorOptions { StandardOutput = stdout });
        Write(connectors, Rows.Table(columns).Schema, fill, kind, SinkRole.Table, options);
        return Encoding.UTF8.GetString(stdout.ToArray());
    }

    private static void Write(
        FileConnectors connectors,
        RowSchema schema,
        Action<RowBuilder> fill,
        RowKind kind,
        SinkRole role,
        (string Key, string Value)[] options)
    {
        using ITableSink sink = connectors.OpenSink(Rows.Sink(schema, role, options), resume: null);
        using var row = new RowBuilder(new NativeHeap(), schema);
        fill(row);
        sink.Write(new OutputIdentity(0, 1, 0, 0, kind), row.View);
        if (role == SinkRole.Select)
        {
            row.Begin();
            sink.Write(new OutputIdentity(0, 1, 0, 1, kind), row.View);
        }

        sink.Complete();
    }

    private static string WriteSelect(OutputFormat format, RowKind kind)
    {
        using var stdout = new MemoryStream();
        var connectors = new FileConnectors(new FileConnectorOptions
        {
            StandardOutput = stdout,
            Output = format,
            SessionZone = ZoneRules.Of("Europe/Berlin"),
        });
        Write(connectors, Rows.Table(AllTypes).Schema, FillAll, kind, SinkRole.Select, []);
        return Encoding.UTF8.GetString(stdout.ToArray());
    }

    private string WriteFile(string columns, Action<RowBuilder> fill, params (string Key, string Value)[] options)
    {
        var connectors = new FileConnectors(new FileConnectorOptions { WorkingDirectory = _folder });
        (string, string)[] all = [("connector", "filesystem"), ("path", "out"), .. options];
        Write(connectors, Rows.Table(columns).Schema, fill, RowKind.Insert, SinkRole.Table, all);
        return File.ReadAllText(Path.Combine(_folder, "out"));
    }
}
