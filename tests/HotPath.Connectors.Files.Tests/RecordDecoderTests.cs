using System.Collections.Generic;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Options;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests;

/// <summary>A record that comes alone is what it would be as the only line of a file.</summary>
public sealed class RecordDecoderTests
{
    private const string Columns = "s STRING, i INT NOT NULL, d DECIMAL(5, 2)";
    private const int Rounds = 4_000;

    private static readonly string[] CsvPieces = ["1", ",", ",", "\"", "\"\"", "x", " ", "1.5", "#", "-7", "\\", "\u00e9", "9999999999"];

    private static readonly string[] JsonPieces =
    [
        "{", "}", "\"s\"", "\"i\"", "\"d\"", ":", ":", ",", ",", "1", "\"x\"", "null", "1.25", "[", "]", " ", "true", "\\u0041",
        "{\"s\":\"a\",\"i\":5}", "{\"i\":3,\"d\":1.5}", "{\"s\":{\"a\":[1]},\"i\":2147483648}",
    ];

    [TestCase("csv", "csv.allow-comments", "true")]
    [TestCase("csv", "csv.ignore-parse-errors", "true")]
    [TestCase("csv", "csv.null-literal", "x")]
    [TestCase("json", "json.ignore-parse-errors", "false")]
    [TestCase("json", "json.fail-on-missing-field", "true")]
    public void Record_OfRandomPieces_IsThatOfAFileOfOneLine(string format, string key, string value)
    {
        TableDefinition table = Rows.Table(Columns, ("connector", "filesystem"), ("format", format), (key, value));
        SplitMix64 random = TestSeed.Numbers();
        int compared = 0;
        for (int i = 0; i < Rounds; i++)
        {
            string text = Text(random, format == "csv" ? CsvPieces : JsonPieces);
            if (IsAnothersBusiness(text, format))
            {
                continue;
            }

            byte[] content = Encoding.UTF8.GetBytes(text);
            if (random.Below(40) == 0)
            {
                content[random.Below(content.Length)] = 0xFF;
            }

            List<string> file = Rows.ReadText(table, content);
            Assert.That(Decode(table, content), Is.EqualTo(file.Single()), $"'{text}', {TestSeed.Hint}");
            compared++;
        }

        Assert.That(compared, Is.GreaterThan(Rounds / 2));
    }

    [TestCase("csv", "a,1,2\nb,2,3", "!Malformed -1 'a,1,2\nb,2,3'")]
    [TestCase("csv", "a,1,2\n", "+I[a, 1, 2.00]")]
    [TestCase("csv", "a,1,2\r\n", "+I[a, 1, 2.00]")]
    [TestCase("csv", "\"a\nb\",1,2", "+I[a\nb, 1, 2.00]")]
    [TestCase("csv", "\"a,1,2", "!CutShort -1 '\"a,1,2'")]
    [TestCase("json", "{\"s\":\"a\",\"i\":1,\"d\":2}\n", "+I[a, 1, 2.00]")]
    [TestCase("json", "{\"s\":\"a\",\n\"i\":1}", "+I[a, 1, null]")]
    [TestCase("json", "[{\"i\":1}]", "!Malformed -1 '[{\"i\":1}]'")]
    [TestCase("json", "{\"i\":1}{\"i\":2}", "!Malformed -1 '{\"i\":1}{\"i\":2}'")]
    [TestCase("json", "", "!Malformed -1 ''")]
    public void Record_ThatIsMoreOrLessThanALine_HasItsOutcome(string format, string text, string outcome)
    {
        TableDefinition table = Rows.Table(Columns, ("connector", "filesystem"), ("format", format));
        Assert.That(Decode(table, Encoding.UTF8.GetBytes(text)), Is.EqualTo(outcome));
    }

    [TestCase("xml", "must be 'csv', 'json' or 'sbe'")]
    [TestCase("hotpath-log", "must be 'csv', 'json' or 'sbe'")]
    [TestCase("", "option 'format' is empty")]
    public void Format_ThatIsNone_IsNamed(string format, string problem)
    {
        TableDefinition table = Rows.Table(Columns, ("format", format));
        var options = new OptionReader(table.Options);
        Assert.That(new RecordFormats().Read(table, options), Is.EqualTo(RecordFormatKind.None));
        Assert.That(options.Problems, Has.Count.EqualTo(1).And.Some.Contain(problem));
    }

    internal static string Decode(TableDefinition table, byte[] content)
    {
        using var record = new SourceRecord(new NativeHeap(), table.Schema);
        ReadStatus status = new RecordFormats().Open(table).Decode(content, record);
        return status == ReadStatus.Row
            ? Rows.Print(record.Row.View)
            : $"!{record.Reason} {record.Column} '{Encoding.UTF8.GetString(record.Raw)}'";
    }

    private static string Text(SplitMix64 random, string[] pieces)
    {
        var text = new StringBuilder();
        for (int n = 1 + random.Below(9); n > 0; n--)
        {
            text.Append(pieces[random.Below(pieces.Length)]);
        }

        return text.ToString();
    }

    // A comment is no record of a file, nor is a blank line; an array is several. Alone each must be something.
    private static bool IsAnothersBusiness(string text, string format) =>
        text.TrimStart().StartsWith('#') || text.TrimStart().StartsWith('[') || string.IsNullOrWhiteSpace(text)
        || (format == "csv" && text.StartsWith(' '));
}
