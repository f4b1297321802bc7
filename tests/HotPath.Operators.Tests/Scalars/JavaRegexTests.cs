using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Text;
using HotPath.Operators.Scalars;
using NUnit.Framework;

namespace HotPath.Operators.Tests.Scalars;

/// <summary>
/// Regular expressions against the answers of Java's own: JavaRegexAnswers.csv, made by JavaRegexAnswers.java with
/// random patterns and texts. Two lines are not kept: a loop of lazy loops, and a loop of parts that never
/// give back, end elsewhere in .NET.
/// </summary>
public sealed partial class JavaRegexTests
{
    [Test]
    public void RandomPatterns_OfRandomTexts_MatchAsInJava()
    {
        using Stream resource = typeof(JavaRegexTests).Assembly.GetManifestResourceStream("JavaRegexAnswers.csv")!;
        using var reader = new StreamReader(resource, Encoding.ASCII);
        using var invoker = new ScalarInvoker("UTC");
        var wrong = new List<string>();
        int compared = 0;
        while (reader.ReadLine() is { } line)
        {
            string[] fields = [.. line.Split('|').Select(Unescape)];
            if (Answer(invoker, fields) is { } answer)
            {
                compared++;
                string expected = fields[2] == "MALFORMED"
                    ? "MALFORMED"
                    : InPair().Replace(string.Join('|', fields.Skip(2)), "$1$2");
                if (answer != expected)
                {
                    wrong.Add($"{line} is {answer}");
                }
            }
        }

        Assert.That(wrong, Is.Empty, string.Join('\n', wrong.Take(40)));
        Assert.That(compared, Is.GreaterThan(1_000));
    }

    [Test]
    public void Replace_OfNothingInATextOfPairs_SplitsNoPair()
    {
        using var invoker = new ScalarInvoker("UTC");
        foreach (string pattern in (string[])["", "x*", "\\b|(?=.)|x*"])
        {
            Utf8View? replaced = TextRegex.Replace(
                invoker.Text("\U0001F600"), invoker.Text(pattern), invoker.Text("-"), invoker.Context);
            Assert.That(replaced?.ToString(), Is.EqualTo("-\U0001F600-"));
        }
    }

    [TestCase("(a+)+$")]
    [TestCase("(a|aa)+c")]
    [TestCase("(.*a){12}c")]
    public void RegularPattern_OfATextThatBacktracks_IsDoneAtOnce(string pattern)
    {
        using var invoker = new ScalarInvoker("UTC");
        Utf8View text = invoker.Text(new string('a', 5_000) + "b");
        Assert.That(TextRegex.IsFound(text, invoker.Text(pattern), invoker.Context), Is.False);
    }

    [TestCase("\\p{IsGreek}x", "\\p{IsGreek} at character 1 of the regular expression is not supported; "
        + "use a category such as \\p{L}, or a range of characters")]
    [TestCase("a\\X", "\\X at character 2 of the regular expression is not supported; write what the characters are")]
    [TestCase("a(?x) b", "the flag x at character 2 of the regular expression is not supported; "
        + "write the expression without it")]
    [TestCase("(?<=(a))b", "a capturing group in (?<= or (?<! at character 5 of the regular expression is not supported; "
        + "use (?: instead")]
    [TestCase("a(", "")]
    public void Literal_OfWhatIsNotTranslated_IsRefusedWithItsPlace(string pattern, string expected)
    {
        using var invoker = new ScalarInvoker("UTC");
        ScalarCall? call = ScalarCatalog.ResolveFunction(
            "REGEXP", [SqlType.String, SqlType.String], invoker.Options, out string problem, [null, pattern]);
        Assert.That(problem, Is.EqualTo(expected));
        Assert.That(call is null, Is.EqualTo(expected.Length > 0));
        _ = TextRegex.IsFound(invoker.Text("a"), invoker.Text(pattern), invoker.Context);
        Assert.That(
            invoker.Failure, Is.EqualTo(expected.Length > 0 ? RejectReason.BadArgument : RejectReason.None));
    }

    // Java also matches the empty text between the halves of a character.
    [GeneratedRegex("([\\uD800-\\uDBFF])<>([\\uDC00-\\uDFFF])")]
    private static partial Regex InPair();

    private static string? Answer(ScalarInvoker invoker, string[] fields)
    {
        ScalarContext context = invoker.Context;
        context.Begin(0);
        Utf8View pattern = invoker.Text(fields[0]);
        Utf8View text = invoker.Text(fields[1]);
        string? replaced = TextRegex.Replace(text, pattern, invoker.Text("<>"), context)?.ToString();
        if (context.Failure == RejectReason.BadArgument)
        {
            return null;
        }

        if (replaced is null)
        {
            return "MALFORMED";
        }

        if (TextRegex.Extract(text, pattern, context) is null)
        {
            return "NONE|" + replaced;
        }

        IEnumerable<string> groups = Enumerable.Range(0, fields[2] == "NONE" ? 1 : fields.Length - 3)
            .Select(g => TextRegex.ExtractGroup(text, pattern, g, context)?.ToString() ?? "NULL");
        return string.Join('|', groups) + "|" + replaced;
    }

    private static string Unescape(string text) => Regex.Replace(
        text,
        @"\\u([0-9A-F]{4})",
        static m => ((char)int.Parse(m.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .ToString());
}
