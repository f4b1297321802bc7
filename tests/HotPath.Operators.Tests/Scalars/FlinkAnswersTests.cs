using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Operators.Scalars;
using NUnit.Framework;

namespace HotPath.Operators.Tests.Scalars;

/// <summary>
/// Every scalar against the answers of a real Flink: FlinkAnswers.csv, made by record-flink-answers from
/// FlinkCases.txt.
/// </summary>
public sealed class FlinkAnswersTests
{
    private const string ShortestDigits = "Java before 19 prints more digits than are needed";
    private const string WholeMinutes = ".NET has the offsets of zones in whole minutes; before railways they had seconds";
    private const string AroundTheClock = "24:00 is no time of the day";
    private const string FirstDayOfAUnit = "Flink rounds the first day of a decade or longer up to the next";
    private const string BeforeTheEpoch = "Flink divides times before 1970 toward zero; the calendar does not";

    // What HotPath answers on purpose otherwise.
    private static readonly Dictionary<string, (string Answer, string Reason)> Deviations = new(StringComparer.Ordinal)
    {
        ["cast:FLOAT|BIGINT=123456789012345"] = ("1.2345679E14", ShortestDigits),
        ["cast:FLOAT|DECIMAL(38, 20)=123456789.12345678901234567890"] = ("1.2345679E8", ShortestDigits),
        ["cast:DATE|TIMESTAMP(3)=1969-12-31 23:59:59.999"] = ("1969-12-31", BeforeTheEpoch),
        ["cast:TIMESTAMP(1)|TIMESTAMP(3)=1969-01-01 01:02:03.956"] = ("1969-01-01 01:02:03.9", BeforeTheEpoch),
        ["TO_TIMESTAMP_LTZ|BIGINT=-62135596800|#0"] = ("0000-12-31 19:03:00.000", WholeMinutes),
        ["CEIL|TIME(3)=23:34:56.789|'HOUR"] = ("00:00:00.0", AroundTheClock),
        ["CEIL|TIMESTAMP(3)=2030-01-01 00:00:00.000|'DECADE"] = ("2030-01-01 00:00:00.000", FirstDayOfAUnit),
        ["CEIL|TIMESTAMP(3)=2001-01-01 00:00:00.000|'CENTURY"] = ("2001-01-01 00:00:00.000", FirstDayOfAUnit),
        ["TIMESTAMPDIFF|'DECADE|TIMESTAMP(3)=2006-08-05 12:34:56.789|TIMESTAMP(3)=2026-08-05 12:34:56.788"] =
            ("1", "Flink counts the years"),
        ["EXTRACT|'SECOND|TIMESTAMP(3)=1969-12-30 01:02:03.456"] = ("3", BeforeTheEpoch),
    };

    public static IEnumerable<TestCaseData> Answers()
    {
        using Stream resource = typeof(FlinkAnswersTests).Assembly.GetManifestResourceStream("FlinkAnswers.csv")!;
        using var reader = new StreamReader(resource, Encoding.ASCII);
        _ = reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] fields = SplitCsv(line);
            yield return new TestCaseData(fields[0], fields[1], fields[2]).SetArgDisplayNames(fields[0]);
        }
    }

    [TestCaseSource(nameof(Answers))]
    public void Scalar_OfRecordedArguments_GivesFlinksAnswer(string line, string type, string answer)
    {
        using var invoker = new ScalarInvoker();
        string[] fields = Regex.Split(line, @"(?<!\\)\|");
        ScalarCall? call = Resolve(invoker, fields, out (SqlType, object?)[] arguments, out string problem);
        if (type == "REFUSED")
        {
            Assert.That(call, Is.Null, line);
            return;
        }

        Assert.That(call, Is.Not.Null, problem);
        Assert.That(ScalarInvoker.Mismatch(call!), Is.Null);
        object? value = invoker.Invoke(call!, arguments);
        Assert.That(invoker.Failure, Is.EqualTo(RejectReason.None), line);
        string? text = invoker.Show(value, call!.ReturnType);
        (string expected, string reason) = Deviations.TryGetValue(line, out var deviation)
            ? deviation
            : (Unescape(answer), "");
        Assert.That(text ?? "NULL", Is.EqualTo(expected), $"{line} {reason}");
        Assert.That(Loose(call.ReturnType.ToString()), Is.EqualTo(Loose(type)), line);
    }

    [Test]
    public void Answers_CoverEveryCase()
    {
        using Stream resource = typeof(FlinkAnswersTests).Assembly.GetManifestResourceStream("FlinkCases.txt")!;
        using var reader = new StreamReader(resource, Encoding.ASCII);
        int cases = reader.ReadToEnd().Split('\n').Count(static l => l.Length > 0 && l[0] != '#');
        Assert.That(Answers().Count(), Is.EqualTo(cases), "run record-flink-answers again");
    }

    private static ScalarCall? Resolve(
        ScalarInvoker invoker, string[] fields, out (SqlType Type, object? Value)[] arguments, out string problem)
    {
        var values = new List<(SqlType Type, object? Value)>();
        var literals = new List<string?>();
        foreach (string field in fields.Skip(1))
        {
            literals.Add(
                field[0] is '\'' ? Unescape(field[1..]).Replace("''", "'") : field[0] is '#' ? field[1..] : null);
            values.Add(Argument(invoker, field));
        }

        arguments = [.. values];
        SqlType[] types = [.. values.Select(static v => v.Type)];
        string operation = Unescape(fields[0]);
        string name = operation.Contains(':', StringComparison.Ordinal)
            ? operation[(operation.IndexOf(':') + 1)..]
            : operation;
        return operation.Split(':')[0] switch
        {
            "op" => ScalarCatalog.ResolveBinary(name, types[0], types[1], invoker.Options, out problem),
            "neg" => ScalarCatalog.ResolveUnary("-", types[0], out problem),
            "cast" =>
                ScalarCatalog.ResolveCast(types[0], ScalarInvoker.TypeOf(name), false, invoker.Options, out problem),
            "try" =>
                ScalarCatalog.ResolveCast(types[0], ScalarInvoker.TypeOf(name), true, invoker.Options, out problem),
            _ => ScalarCatalog.ResolveFunction(name, types, invoker.Options, out problem, literals),
        };
    }

    private static (SqlType Type, object? Value) Argument(ScalarInvoker invoker, string field)
    {
        if (field[0] == '\'')
        {
            return (SqlType.String, invoker.Text(Unescape(field[1..]).Replace("''", "'")));
        }

        if (field[0] == '#')
        {
            return (SqlType.Int, int.Parse(field[1..], CultureInfo.InvariantCulture));
        }

        int equals = field.IndexOf('=');
        SqlType type = ScalarInvoker.TypeOf(field[..equals]);
        string text = Unescape(field[(equals + 1)..]);
        return (type, text == "NULL" ? null : invoker.Cast(invoker.Text(text), SqlType.String, type));
    }

    // Lengths of text types are not tracked through functions, and TIME alone is TIME(0).
    private static string Loose(string type) => type.Contains("CHAR", StringComparison.Ordinal) ? "STRING"
        : type == "TIME(0)" ? "TIME"
        : type;

    private static string Unescape(string text) => Regex.Replace(
        text,
        @"\\u([0-9A-F]{4})|\\U([0-9A-F]{8})|\\([\\|])",
        static m => m.Groups[3].Success
            ? m.Groups[3].Value
            : char.ConvertFromUtf32(int.Parse(
                m.Groups[1].Success
                    ? m.Groups[1].Value
                    : m.Groups[2].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));

    private static string[] SplitCsv(string line)
    {
        var fields = new List<string>();
        foreach (Match match in Regex.Matches(line, "(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,]*))"))
        {
            fields.Add(match.Groups[1].Success ? match.Groups[1].Value.Replace("\"\"", "\"") : match.Groups[2].Value);
        }

        return [.. fields];
    }
}
