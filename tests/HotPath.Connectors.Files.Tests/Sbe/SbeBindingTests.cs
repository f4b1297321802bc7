using System.IO;
using System.Linq;
using HotPath.Dataflow.Plans;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests.Sbe;

/// <summary>What is wrong with a table over messages is said before it is read, with place and remedy, all at once.</summary>
[TestFixture]
public sealed class SbeBindingTests
{
    private static readonly string Commerce = SbeFiles.Commerce(1);

    [TestCase(
        "page_id INT",
        "column 'page_id' INT cannot be member 'pageId' of message 'PageView' (uint32, $(103,6)); write BIGINT")]
    [TestCase("product_id INT", "(uint64, $(102,6)); write BIGINT, or DECIMAL(20, 0) for numbers from 2^63 on")]
    [TestCase("event_time STRING", "member 'envelope.eventTime' of message 'PageView' (int64, ")]
    [TestCase("event_time STRING", "); write TIMESTAMP(3), TIMESTAMP_LTZ(3) or BIGINT")]
    [TestCase("device BOOLEAN", "(enum DeviceType, $(106,6)); write STRING for its name or SMALLINT for its number")]
    [TestCase("flags TINYINT", "; write STRING for its choices or INT for its bits")]
    [TestCase("page_id TIMESTAMP", "; write BIGINT; if it counts time since 1970, add 'sbe.time-unit.page_id' = 'nanosecond' or its unit")]
    [TestCase("envelope STRING", "it is several values: name one of envelope.eventId, envelope.eventTime, ")]
    [TestCase("agent STRING", "column 'agent' STRING has no member of its name in PageView (envelope_event_id, ")]
    [TestCase("agent STRING", "correct it, or name the member with 'sbe.column.agent' = '<member>'")]
    [TestCase("country INT", "(char[2], $(107,6)); write STRING")]
    [TestCase("url INT", "(data in UTF-8, $(108,6)); write STRING")]
    public void ColumnThatDoesNotSuit_IsReportedWithMemberAndRemedy(string columns, string expected)
    {
        string problem = Problems(SbeFiles.Table(Commerce, "PageView", columns));
        Assert.That(problem, Does.Contain(expected.Replace("$", Commerce, System.StringComparison.Ordinal)));
        Assert.That(problem, Does.Not.Contain("\n"));
    }

    [TestCase("items INT", "it repeats, and a row holds one value: 'items_count' is its count")]
    [TestCase("items_quantity BIGINT", "cannot be member 'items.quantity' of message 'OrderPlaced' (in group 'items', ")]
    [TestCase("total DECIMAL(19, 2)", "(composite Amount, ")]
    [TestCase("total DECIMAL(19, 2)", "; write DECIMAL(19, 4)")]
    [TestCase("total DOUBLE", "; write DECIMAL(19, 4)")]
    [TestCase("mantissa BIGINT", "may be 'total.mantissa' or 'tax.mantissa' or 'shipping.mantissa' or 'discount.mantissa' of message 'OrderPlaced'")]
    [TestCase("mantissa BIGINT", "say which with 'sbe.column.mantissa' = '<member>'")]
    public void ColumnOfAnOrder_IsReportedWithMemberAndRemedy(string columns, string expected) =>
        Assert.That(Problems(SbeFiles.Table(Commerce, "OrderPlaced", columns)), Does.Contain(expected));

    [Test]
    public void EverythingWrong_ComesAtOnce()
    {
        TableDefinition table = Rows.Table(
            "page_id INT, url INT, x INT, url2 STRING",
            ("connector", "filesystem"), ("path", "x"), ("format", "sbe"), ("sbe.schema", Commerce), ("sbe.message", "PageView;Vue"),
            ("sbe.framing", "none"), ("sbe.time-unit.x", "day"), ("sbe.column.url2", "uri"), ("sbe.column.nothing", "url"));
        string problems = Problems(table);
        Assert.That(problems.Split('\n'), Has.Length.EqualTo(8), problems);
        Assert.That(problems, Does.Contain("option 'sbe.framing' = 'none': must be 'sofh' (uint32 length and encoding type"));
        Assert.That(problems, Does.Contain("option 'sbe.time-unit.x' = 'day': must be 'second', 'millisecond'"));
        Assert.That(problems, Does.Contain("has no message 'Vue'; there are: PageView, ProductClick, "));
        Assert.That(problems, Does.Contain("column 'url2' STRING has no member 'uri' in PageView ("));
        Assert.That(problems, Does.Contain("option 'sbe.column.nothing' is unknown"));
    }

    [TestCase("", "option 'sbe.schema' is empty; write 'sbe.schema' = '<schema.xml>'")]
    [TestCase("no/such.xml", "option 'sbe.schema' = 'no/such.xml': is no valid schema: no/such.xml")]
    public void SchemaThatIsNotThere_IsReported(string path, string expected) =>
        Assert.That(Problems(SbeFiles.Table(path, "PageView", "a INT")), Does.Contain(expected));

    [Test]
    public void SchemaWithMistakes_IsReportedWithTheirPlaces()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "<messageSchema package=\"p\" id=\"1\">\n<types/>\n<message name=\"M\"/></messageSchema>");
            string problem = Problems(SbeFiles.Table(path, "M", "a INT"));
            Assert.That(problem, Does.Contain($"is no valid schema: {path}(").And.Contain("error SBE0101: message 'M' has no 'id'"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Message_IsEmpty_SaysHowToNameSeveral() => Assert.That(
        Problems(SbeFiles.Table(Commerce, "", "a INT")),
        Does.Contain("option 'sbe.message' is empty; write 'sbe.message' = '<message>', several with ';' between them, or '*' for all"));

    /// <summary>Names of columns follow the schema's: userId, URLPath, eventID.</summary>
    [TestCase("userId", "user_id")]
    [TestCase("URLPath", "url_path")]
    [TestCase("eventID", "event_id")]
    [TestCase("SKU", "sku")]
    [TestCase("line2Total", "line2_total")]
    [TestCase("snake_case", "snake_case")]
    public void Name_OfAMember_IsFoundInEitherForm(string member, string column)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = SbeFiles.Write(folder, "", $"<message name=\"M\" id=\"1\"><field name=\"{member}\" id=\"1\" type=\"int32\"/></message>");
            Assert.That(Problems(SbeFiles.Table(path, "M", $"{column} INT")), Is.Empty);
            Assert.That(Problems(SbeFiles.Table(path, "M", $"{member} INT")), Is.Empty);
            Assert.That(MessageColumns.Of(SbeFiles.Read(path), SbeFiles.Read(path).Messages[0]).Select(static c => c.Name), Is.EqualTo(new[] { column }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void EveryMessageOfOurs_HasColumnsThatBind()
    {
        foreach (int version in (int[])[1, 2])
        {
            foreach (string message in SbeFiles.Read(SbeFiles.Commerce(version)).Messages.Select(static m => m.Name))
            {
                TableDefinition table = SbeFiles.WholeTable(SbeFiles.Commerce(version), message);
                Assert.That(Problems(table), Is.Empty, $"{message} of version {version}");
                Assert.That(table.Schema.Columns, Has.Count.GreaterThan(9));
            }
        }
    }

    private static string Problems(TableDefinition table) => string.Join('\n', FileConnectors.Validate(table));
}
