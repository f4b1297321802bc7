using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using HotPath.Dataflow.Plans;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests;

/// <summary>
/// What the real Flink made of some 350 files, asked once and kept: the formats must give the same rows.
/// </summary>
[TestFixture]
public sealed partial class FlinkAnswerTests
{
    private static IEnumerable<TestCaseData> Answers()
    {
        using Stream stream = typeof(FlinkAnswerTests).Assembly.GetManifestResourceStream("FlinkAnswers.tsv")!;
        using var reader = new StreamReader(stream, Encoding.ASCII);
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.StartsWith('#'))
            {
                continue;
            }

            string[] fields = line.Split('\t');
            string name = $"Line{number}_{fields[0]}_{(fields[4] == "!!" ? "IsRefused" : "GivesFlinksRows")}";
            yield return new TestCaseData(fields[0], fields[1], fields[2], fields[3], fields[4]).SetName(name);
        }
    }

    [TestCaseSource(nameof(Answers))]
    public void Format_AnsweredByFlink_AnswersTheSame(
        string format, string columns, string options, string data, string answer)
    {
        List<(string, string)> all = [("connector", "filesystem"), ("path", "-"), ("format", format)];
        all.AddRange(OptionPattern().Matches(options).Select(static match =>
            (match.Groups[1].Value, match.Groups[2].Value.Replace("''", "'", StringComparison.Ordinal))));
        TableDefinition table = Rows.Table(columns, [.. all]);
        if (FileConnectors.Validate(table).Count > 0)
        {
            Assert.That(answer, Is.EqualTo("!!"), string.Join('\n', FileConnectors.Validate(table)));
            return;
        }

        List<string> records = Rows.ReadText(table, Encoding.UTF8.GetBytes(Decode(data)));
        string[] refused = [.. records.Where(static r => r[0] == '!')];
        if (answer == "!!")
        {
            Assert.That(refused, Is.Not.Empty, string.Join('\n', records));
            return;
        }

        Assert.That(string.Join(' ', records.Where(static r => r[0] == '+')), Is.EqualTo(Decode(answer)));
        if (!options.Contains("ignore-parse-errors", StringComparison.Ordinal))
        {
            Assert.That(refused, Is.Empty);
        }
    }

    private static string Decode(string text) => EscapePattern().Replace(text, static match => match.Value[1] switch
    {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        '\\' => "\\",
        _ => ((char)Convert.ToInt32(match.Value[2..], 16)).ToString(),
    });

    [GeneratedRegex("'([^']+)'='((?:[^']|'')*)'")]
    private static partial Regex OptionPattern();

    [GeneratedRegex(@"\\(?:[nrt\\]|u[0-9a-f]{4})")]
    private static partial Regex EscapePattern();
}
