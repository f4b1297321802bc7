using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests;

/// <summary>
/// The CSV reader against the slow oracle, over texts that are mostly wrong, cut into chunks of every size.
/// </summary>
[TestFixture]
public sealed class CsvPropertyTests
{
    private const int Rounds = 500;
    private static readonly int[] ChunkSizes = [1, 2, 3, 7, 64, 256 * 1024];

    [Test]
    public void RandomText_AnyChunkSize_AgreesWithOracle([Values] bool allowComments)
    {
        SplitMix64 numbers = TestSeed.Numbers();
        TableDefinition table = Rows.Table(
            "a STRING, b STRING, c STRING",
            ("connector", "filesystem"), ("path", "-"), ("format", "csv"),
            ("csv.allow-comments", allowComments ? "true" : "false"));
        int rows = 0;
        for (int round = 0; round < Rounds; round++)
        {
            string text = Text(numbers);
            List<string> expected = Expected(text, allowComments);
            int chunk = ChunkSizes[numbers.Below(ChunkSizes.Length)];
            List<string> actual = Rows.ReadText(table, Encoding.UTF8.GetBytes(text), chunk, withNumbers: true);
            Assert.That(
                actual.Select(WithoutRaw), Is.EqualTo(expected), $"chunks of {chunk}, text '{text}', {TestSeed.Hint}");
            rows += expected.Count(static answer => answer.Contains(" +I[", StringComparison.Ordinal));
        }

        Assert.That(rows, Is.GreaterThan(Rounds / 2), "the texts exercised nothing");
    }

    [Test]
    public void RandomValues_QuotedAtRandom_ComeBack()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        TableDefinition table = Rows.Table(
            "a STRING, b BIGINT, c STRING", ("connector", "filesystem"), ("path", "-"), ("format", "csv"));
        for (int round = 0; round < 200; round++)
        {
            var text = new StringBuilder();
            var expected = new List<string>();
            long line = 1;
            for (int i = numbers.Below(20); i >= 0; i--)
            {
                string a = Value(numbers);
                string c = Value(numbers);
                long b = numbers.Between(-1_000_000, 1_000_000);
                expected.Add($"0:{line} +I[{a}, {b}, {c}]");
                string end = numbers.Below(2) == 0 ? "\n" : "\r\n";
                text.Append(Quoted(a, numbers)).Append(',').Append(b).Append(',');
                text.Append(Quoted(c, numbers)).Append(end);
                line += 1 + a.Count(static x => x == '\n') + c.Count(static x => x == '\n');
            }

            int chunk = 1 + numbers.Below(300);
            byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
            List<string> actual = Rows.ReadText(table, bytes, chunk, withNumbers: true);
            Assert.That(actual, Is.EqualTo(expected), $"chunks of {chunk}, {TestSeed.Hint}");
        }
    }

    [Test]
    public void RecordLimit_AnyChunkSize_GivesTheSameAnswers()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        TableDefinition table = Rows.Table(
            "a STRING, b STRING", ("connector", "filesystem"), ("path", "-"), ("format", "csv"));
        int tooLarge = 0;
        for (int round = 0; round < 50; round++)
        {
            byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 12).Select(_ => Text(numbers))));
            List<string> expected = Rows.ReadText(table, text, recordBytesMax: 16, withNumbers: true);
            foreach (int chunk in ChunkSizes)
            {
                List<string> actual = Rows.ReadText(table, text, chunk, recordBytesMax: 16, withNumbers: true);
                Assert.That(actual, Is.EqualTo(expected), $"chunks of {chunk}, {TestSeed.Hint}");
            }

            tooLarge += expected.Count(static answer => answer.Contains("!TooLarge", StringComparison.Ordinal));
        }

        Assert.That(tooLarge, Is.GreaterThan(25), "the texts exercised nothing");
    }

    [Test]
    public void TooLongRecord_WhoseQuoteIsItsEscape_IsPassedAsAWhole()
    {
        TableDefinition table = Rows.Table(
            "a STRING, b STRING",
            ("connector", "filesystem"), ("path", "-"), ("format", "csv"), ("csv.escape-character", "\""));
        List<string> answers = Rows.ReadText(
            table,
            Encoding.UTF8.GetBytes($"\"{new string('x', 40)}\"\"\nno,row\n\",1\nb,c\n"),
            chunkBytes: 4,
            recordBytesMax: 16);
        Assert.That(answers, Has.Count.EqualTo(2));
        Assert.That(answers[0], Does.StartWith("!TooLarge"));
        Assert.That(answers[1], Is.EqualTo("+I[b, c]"));
    }

    private static string WithoutRaw(string answer)
    {
        int raw = answer.Contains(" !", StringComparison.Ordinal) ? answer.IndexOf(" '", StringComparison.Ordinal) : -1;
        return raw < 0 ? answer : answer[..raw];
    }

    private static List<string> Expected(string text, bool allowComments)
    {
        var oracle = new CsvOracle(text, allowComments);
        var answers = new List<string>();
        while (oracle.Read() is { } fields)
        {
            bool hasTooMany = fields.Count > 4 || (fields.Count == 4 && fields[3].Trim(' ').Length > 0);
            string answer = oracle.IsOpen
                ? "!CutShort -1"
                : oracle.IsMalformed || hasTooMany
                    ? "!Malformed -1"
                    : fields.Count < 3 ? $"!Malformed {fields.Count}" : $"+I[{string.Join(", ", fields.Take(3))}]";
            answers.Add($"0:{oracle.Line} {answer}");
        }

        return answers;
    }

    private static string Text(SplitMix64 numbers)
    {
        const string Alphabet = "ab,,,\"\"\n\r #";
        var text = new StringBuilder();
        for (int i = numbers.Below(40); i > 0; i--)
        {
            text.Append(numbers.Below(12) == 0 ? "x,y,z\n" : Alphabet[numbers.Below(Alphabet.Length)].ToString());
        }

        return text.ToString();
    }

    private static string Value(SplitMix64 numbers)
    {
        const string Alphabet = "ab,\"\n \u00e9;'\\";
        int length = numbers.Below(12);
        return string.Concat(Enumerable.Range(0, length).Select(_ => Alphabet[numbers.Below(Alphabet.Length)]));
    }

    private static string Quoted(string value, SplitMix64 numbers)
    {
        bool isNeeded = value.AsSpan().IndexOfAny(',', '\n') >= 0 || value.StartsWith('"');
        return isNeeded || numbers.Below(2) == 0
            ? '"' + value.Replace("\"", "\"\"", StringComparison.Ordinal) + '"'
            : value;
    }
}
