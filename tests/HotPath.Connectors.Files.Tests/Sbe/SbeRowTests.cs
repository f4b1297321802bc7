using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;
using HotPath.Sbe.Json;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests.Sbe;

/// <summary>What the columns of a table hold of a message.</summary>
[TestFixture]
public sealed class SbeRowTests
{
    private const string Types =
        """
        <type name="CharOpt" primitiveType="char" length="4" presence="optional"/>
        <type name="Code" primitiveType="char" length="3" characterEncoding="ISO-8859-1"/>
        <type name="Raw" primitiveType="uint8" length="3"/>
        <type name="Own" primitiveType="int32" presence="optional" nullValue="-1"/>
        <type name="Kind" primitiveType="char" length="2" presence="constant">ab</type>
        <type name="Day" primitiveType="uint16" semanticType="LocalMktDate"/>
        <composite name="Price"><type name="mantissa" primitiveType="int64" presence="optional"/>
        <type name="exponent" primitiveType="int8"/></composite>
        <composite name="Cents"><type name="mantissa" primitiveType="int32"/>
        <type name="exponent" primitiveType="int8" presence="constant">-2</type></composite>
        <composite name="Uuid"><type name="hi" primitiveType="uint64"/><type name="lo" primitiveType="uint64"/></composite>
        <enum name="Side" encodingType="char"><validValue name="BUY">B</validValue><validValue name="SELL">S</validValue></enum>
        <enum name="Step" encodingType="int16"><validValue name="BACK">-3</validValue><validValue name="ON">7</validValue></enum>
        <set name="Bits" encodingType="uint64"><choice name="low">0</choice><choice name="high">63</choice></set>
        """;

    private const string Fields =
        """
        <message name="M" id="1">
        <field name="i8" id="1" type="int8"/><field name="u8" id="2" type="uint8" presence="optional"/>
        <field name="i16" id="3" type="int16" presence="optional"/><field name="u16" id="4" type="uint16" presence="optional"/>
        <field name="i32" id="5" type="Own"/><field name="u32" id="6" type="uint32" presence="optional"/>
        <field name="i64" id="7" type="int64" presence="optional"/><field name="u64" id="8" type="uint64" presence="optional"/>
        <field name="single" id="9" type="float" presence="optional"/><field name="real" id="10" type="double" presence="optional"/>
        <field name="letter" id="11" type="char" presence="optional"/><field name="word" id="12" type="CharOpt"/>
        <field name="code" id="13" type="Code"/><field name="raw" id="14" type="Raw"/>
        <field name="side" id="15" type="Side"/><field name="step" id="16" type="Step"/><field name="bits" id="17" type="Bits"/>
        <field name="price" id="18" type="Price"/><field name="cents" id="19" type="Cents"/><field name="uuid" id="20" type="Uuid"/>
        <field name="secs" id="21" type="uint32" timeUnit="second"/>
        <field name="millis" id="22" type="int64" timeUnit="millisecond" presence="optional"/>
        <field name="micros" id="23" type="int64" timeUnit="microsecond"/><field name="nanos" id="24" type="int64" timeUnit="nanosecond"/>
        <field name="day" id="25" type="Day"/><field name="kind" id="26" type="Kind"/>
        <group name="legs" id="30"><field name="n" id="1" type="int8"/></group>
        <data name="note" id="40" type="text"/><data name="old" id="41" type="latin"/><data name="blob" id="42" type="octets"/>
        </message>
        """;

    private const string Columns =
        "i8 TINYINT, u8 SMALLINT, i16 SMALLINT, u16 INT, i32 INT, u32 BIGINT, i64 BIGINT, u64 DECIMAL(22, 2), single FLOAT, "
        + "real DOUBLE, letter STRING, word STRING, code STRING, raw BYTES, side STRING, step STRING, bits STRING, "
        + "bits_high BOOLEAN, price DECIMAL(20, 3), cents DECIMAL(12, 4), uuid STRING, secs TIMESTAMP, millis TIMESTAMP_LTZ, "
        + "micros TIMESTAMP, nanos TIMESTAMP, day DATE, kind STRING, legs_count INT, note STRING, old STRING, blob BYTES, "
        + "header_message STRING, header_version INT, header_template_id INT";

    private const string Full =
        """
        {"i8":-5,"u8":200,"i16":-300,"u16":60000,"i32":-70000,"u32":4000000000,"i64":-9000000000,"u64":18446744073709551614,
        "single":1.5,"real":-2.25,"letter":"x","word":"ab","code":"\u00e9z","raw":[1,2,3],"side":"SELL","step":"BACK",
        "bits":["high","low",{"unknown":6}],"price":{"mantissa":-12345,"exponent":-3},"cents":{"mantissa":-1},
        "uuid":{"hi":1311768467463790320,"lo":255},"secs":4000000000,"millis":-1,"micros":1500,"nanos":-1,"day":20000,
        "legs":[{"n":1},{"n":2}],"note":"n\u20ac","old":"\u00ff","blob":{"hex":"00ff"}}
        """;

    private const string Nulls =
        """
        {"i8":0,"code":"","raw":[0,0,0],"bits":[],"cents":{"mantissa":0},"uuid":{"hi":0,"lo":0},"secs":0,"micros":0,"nanos":0,
        "day":0}
        """;

    private string _folder = string.Empty;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory().FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [TestCase("")]
    [TestCase(" byteOrder=\"bigEndian\"")]
    public void EveryKindOfMember_IsReadAsItsColumn(string order)
    {
        string path = SbeFiles.Write(_folder, Types, Fields, "version=\"2\"" + order);
        MessageSchema schema = SbeFiles.Read(path);
        byte[] data = [.. SbeFiles.Frame(schema, "M", Full), .. SbeFiles.Frame(schema, "M", Nulls)];
        List<string> rows = Rows.ReadText(SbeFiles.Table(path, "M", Columns), data);
        Assert.That(rows[0], Is.EqualTo(
            "+I[-5, 200, -300, 60000, -70000, 4000000000, -9000000000, 18446744073709551614.00, 1.5, -2.25, x, ab, \u00e9z, [1, 2, 3], "
            + "SELL, BACK, low,high,6, true, -12.345, -0.0100, 12345678-9abc-def0-0000-0000000000ff, 2096-10-02T07:06:40, "
            + "1969-12-31T23:59:59.999Z, 1970-01-01T00:00:00.001, 1969-12-31T23:59:59.999, 2024-10-04, ab, 2, n\u20ac, \u00ff, [0, -1], "
            + "M, 2, 1]"));
        Assert.That(rows[1], Is.EqualTo(
            "+I[0, null, null, null, null, null, null, null, null, null, null, null, , [0, 0, 0], null, null, , false, null, 0.0000, "
            + "00000000-0000-0000-0000-000000000000, 1970-01-01T00:00, null, 1970-01-01T00:00, 1970-01-01T00:00, 1970-01-01, ab, 0, , , [], "
            + "M, 2, 1]"));
    }

    [TestCase("\"u64\":9223372036854775808", "u64 BIGINT", "OutOfRange 0")]
    [TestCase("\"price\":{\"mantissa\":1,\"exponent\":-5}", "i8 TINYINT, price DECIMAL(20, 3)", "BadValue 1")]
    [TestCase("\"price\":{\"mantissa\":1,\"exponent\":20}", "price DECIMAL(20, 3)", "OutOfRange 0")]
    [TestCase("\"price\":{\"mantissa\":1,\"exponent\":127}", "price DECIMAL(38, 3)", "OutOfRange 0")]
    [TestCase("\"price\":{\"mantissa\":1,\"exponent\":-128}", "price DECIMAL(38, 3)", "BadValue 0")]
    [TestCase("\"cents\":{\"mantissa\":1000}", "cents DECIMAL(3, 2)", "OutOfRange 0")]
    [TestCase("\"millis\":9223372036854775807", "millis TIMESTAMP", "OutOfRange 0")]
    [TestCase("\"millis\":253402300800000", "millis TIMESTAMP", "OutOfRange 0")]
    [TestCase("\"u8\":null", "u8 SMALLINT NOT NULL", "NullValue 0")]
    [TestCase("\"step\":{\"unknown\":-32768}", "step STRING NOT NULL", "NullValue 0")]
    public void ValueThatDoesNotFit_IsRejectedWithItsColumn(string value, string columns, string rejected)
    {
        string path = SbeFiles.Write(_folder, Types, Fields);
        MessageSchema schema = SbeFiles.Read(path);
        byte[] bad = SbeFiles.Frame(schema, "M", Nulls.Trim()[..^1] + "," + value + "}");
        byte[] good = SbeFiles.Frame(schema, "M", Full.Replace("18446744073709551614", "1", StringComparison.Ordinal));
        TableDefinition table = SbeFiles.Table(path, "M", columns);
        List<string> rows = Rows.ReadText(table, bad);
        Assert.That(rows, Has.Count.EqualTo(1));
        Assert.That(rows[0], Does.StartWith($"!{rejected} '"));
        Assert.That(Rows.ReadText(SbeFiles.Table(path, "M", columns.Replace("3, 2", "4, 2", StringComparison.Ordinal)), good)[0], Does.StartWith("+I["));
    }

    [Test]
    public void TextThatIsNone_IsRejectedAsBadEncoding()
    {
        string path = SbeFiles.Write(_folder, Types, Fields);
        byte[] frame = SbeFiles.Frame(SbeFiles.Read(path), "M", Full);
        frame[frame.AsSpan().IndexOf("n\u20ac"u8) + 1] = 0xFF;
        Assert.That(Rows.ReadText(SbeFiles.Table(path, "M", "i8 TINYINT, note STRING"), frame)[0], Does.StartWith("!BadEncoding 1 '"));
        Assert.That(Rows.ReadText(SbeFiles.Table(path, "M", "i8 TINYINT, note BYTES"), frame), Has.Count.EqualTo(1).And.All.StartWith("+I[-5"));
    }

    [Test]
    public void OptionOfAColumn_NamesItsMemberAndUnit()
    {
        string path = SbeFiles.Write(_folder, Types, Fields);
        byte[] frame = SbeFiles.Frame(SbeFiles.Read(path), "M", Full);
        TableDefinition table = SbeFiles.Table(
            path, "M", "a BIGINT, t TIMESTAMP, `side` SMALLINT".Replace("`", "", StringComparison.Ordinal), ("sbe.column.a", "price.mantissa"), ("sbe.column.t", "i32"), ("sbe.time-unit.t", "second"));
        Assert.That(Rows.ReadText(table, frame), Is.EqualTo(new[] { "+I[-12345, 1969-12-31T04:33:20, 83]" }));
    }

    /// <summary>Random messages of both versions, read by tables of both: each value is what the JSON of the message says.</summary>
    [TestCase(1)]
    [TestCase(2)]
    public void RandomMessages_HoldWhatTheirJsonSays(int reader)
    {
        SplitMix64 numbers = TestSeed.Numbers();
        MessageSchema[] schemas = [SbeFiles.Read(SbeFiles.Commerce(1)), SbeFiles.Read(SbeFiles.Commerce(2))];
        MessageSchema schema = schemas[reader - 1];
        TableDefinition table = SbeFiles.WholeTable(SbeFiles.Commerce(reader), "PageView");
        MessageColumn[] columns = [.. MessageColumns.Of(schema, schema.Messages.Single(static m => m.Name == "PageView"))];
        for (int round = 0; round < 60; round++)
        {
            int writer = 1 + numbers.Below(2);
            byte[] frame = SbeFiles.Frame(schemas[writer - 1], "PageView", SbeFiles.PageView(numbers, writer));
            using JsonDocument values = Values(schema, frame.AsSpan(6));
            string expected = string.Join(", ", columns.Select(c => Expected(c, values.RootElement)));
            Assert.That(Rows.ReadText(table, frame), Is.EqualTo(new[] { $"+I[{expected}]" }), $"round {round}, {TestSeed.Hint}");
        }
    }

    private static JsonDocument Values(MessageSchema schema, ReadOnlySpan<byte> message)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            var writer = new MessageJsonWriter(json);
            Assert.That(new MessageDecoder(schema).Decode(message, ref writer, out _).IsError, Is.False);
        }

        return JsonDocument.Parse(stream.ToArray());
    }

    // The slow way: by the path through the JSON, and by the type of the column alone.
    private static string Expected(MessageColumn column, JsonElement message)
    {
        JsonElement value = column.MemberPath.Split('.').Aggregate(message, static (at, name) => at.GetProperty(name));
        return value.ValueKind switch
        {
            // Data that a version does not have is "" in the JSON, and NULL in a table.
            JsonValueKind.String when column.Name == "user_agent" && value.GetString()!.Length == 0 => "null",
            JsonValueKind.Null => "null",
            JsonValueKind.Object when value.TryGetProperty("unknown", out JsonElement number) => number.GetRawText(),
            JsonValueKind.Object => Uuid(value),
            JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(static c => c.GetString())),
            JsonValueKind.String => value.GetString()!,
            _ when column.Type.Kind == SqlTypeKind.Timestamp => Time(value.GetInt64()),
            _ => value.GetRawText(),
        };
    }

    private static string Time(long timeNs)
    {
        DateTime time = DateTime.UnixEpoch.AddMilliseconds(timeNs / 1_000_000);
        return time.ToString(time.Millisecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);
    }

    private static string Uuid(JsonElement value)
    {
        string digits = $"{value.GetProperty("hi").GetUInt64():x16}{value.GetProperty("lo").GetUInt64():x16}";
        return new StringBuilder(digits).Insert(20, '-').Insert(16, '-').Insert(12, '-').Insert(8, '-').ToString();
    }
}
