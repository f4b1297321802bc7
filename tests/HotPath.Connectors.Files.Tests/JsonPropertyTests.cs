using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Connectors.Files.Tests;

/// <summary>
/// The JSON reader against System.Text.Json: the same values out of right lines, and the same lines found wrong.
/// </summary>
[TestFixture]
public sealed class JsonPropertyTests
{
    private static readonly JsonSerializerOptions[] Encodings =
    [
        new() { Encoder = JavaScriptEncoder.Default },
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping },
    ];

    private static TableDefinition Table => Rows.Table(
        "s STRING, i BIGINT", ("connector", "filesystem"), ("path", "-"), ("format", "json"));

    [Test]
    public void RandomObjects_InAnyOrderAndEncoding_ComeBack()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        for (int round = 0; round < 500; round++)
        {
            var lines = new StringBuilder();
            var expected = new List<string>();
            for (int i = numbers.Below(10); i >= 0; i--)
            {
                string text = Text(numbers);
                long integer = numbers.Between(long.MinValue, long.MaxValue);
                List<KeyValuePair<string, JsonNode?>> members =
                [
                    new("s", text),
                    new("i", integer),
                    new("x" + Text(numbers), Node(numbers, 4)),
                    new("y", Node(numbers, 4)),
                ];
                members = [.. members.OrderBy(_ => numbers.Next())];
                lines.Append(new JsonObject(members).ToJsonString(Encodings[numbers.Below(2)])).Append('\n');
                expected.Add(string.Create(CultureInfo.InvariantCulture, $"+I[{text}, {integer}]"));
            }

            int chunk = 1 + numbers.Below(400);
            List<string> actual = Rows.ReadText(Table, Encoding.UTF8.GetBytes(lines.ToString()), chunk);
            Assert.That(actual, Is.EqualTo(expected), $"chunks of {chunk}, {TestSeed.Hint}");
        }
    }

    [Test]
    public void MutatedLines_AreRefusedExactlyWhenTheyAreNotJson()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        const string Bytes = "{}[]\",:\\ue019-+.aflnrst ";
        var text = new StringBuilder();
        List<bool> areObjects = [];
        for (int round = 0; round < 20_000; round++)
        {
            char[] line = new JsonObject([new("s", Node(numbers, 3)), new("k", Node(numbers, 3))])
                .ToJsonString(Encodings[numbers.Below(2)]).ToCharArray();
            for (int i = numbers.Below(3); i > 0; i--)
            {
                line[numbers.Below(line.Length)] = Bytes[numbers.Below(Bytes.Length)];
            }

            if (line[0] != '[')
            {
                text.Append(line).Append('\n');
                areObjects.Add(IsObject(new string(line)));
            }
        }

        string[] lines = text.ToString().Split('\n');
        List<string> actual = Rows.ReadText(Table, Encoding.UTF8.GetBytes(text.ToString()));
        Assert.That(actual, Has.Count.EqualTo(areObjects.Count));
        Assert.That(areObjects.Count(static isObject => isObject), Is.InRange(1000, areObjects.Count - 1000));
        for (int i = 0; i < actual.Count; i++)
        {
            bool isRow = actual[i].StartsWith("+I[", StringComparison.Ordinal);
            Assert.That(isRow, Is.EqualTo(areObjects[i]), $"'{lines[i]}' {actual[i]} {TestSeed.Hint}");
        }
    }

    /// <summary>What it takes grows with the record alone: a value is moved once, however often its name comes.</summary>
    [Test]
    public void NamesThatComeAgainAndAgain_AreReadInOnePass()
    {
        const int Times = 100_000;
        string repeated = string.Concat(Enumerable.Range(0, Times).Select(static i => $",\"a\":{i},\"b{i}\":0"));
        string line = $"{{\"s\":{{\"a\":{{}},\"x\":\"{new string('x', 1_000_000)}\"{repeated}}},\"i\":1}}";
        string actual = Rows.ReadText(Table, Encoding.UTF8.GetBytes(line), chunkBytes: 8 << 20, recordBytesMax: 8 << 20).Single();
        Assert.That(actual, Does.StartWith($"+I[{{\"a\":{Times - 1},\"x\":\"xxx"));
        Assert.That(actual, Does.EndWith($"\"b{Times - 1}\":0}}, 1]").Or.EndWith($"\"b{Times - 1}\":0}},1]"));
    }

    [Test]
    public void NestedValues_InTextColumns_AreCompactJsonOfTheSameValue()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        var pretty = new JsonSerializerOptions { WriteIndented = true };
        for (int round = 0; round < 500; round++)
        {
            JsonNode nested = new JsonArray(Node(numbers, 4), Node(numbers, 4));
            string line = $"{{\"s\": {nested.ToJsonString(pretty).ReplaceLineEndings(" ")} , \"i\":1}}";
            string actual = Rows.ReadText(Table, Encoding.UTF8.GetBytes(line)).Single();
            string text = actual["+I[".Length..actual.LastIndexOf(',')];
            Assert.That(JsonNode.DeepEquals(JsonNode.Parse(text), nested), $"{line} gave {text}, {TestSeed.Hint}");
        }
    }

    [Test]
    public void NestedNames_ThatComeTwice_HaveTheLastValueAtTheFirstPlace()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        int shorter = 0;
        for (int round = 0; round < 500; round++)
        {
            string nested = $"[{Doubled(numbers, 4)},{Doubled(numbers, 4)}]";
            string actual = Rows.ReadText(Table, Encoding.UTF8.GetBytes($"{{\"s\":{nested}}}")).Single();
            string text = actual["+I[".Length..actual.LastIndexOf(',')];
            using var document = JsonDocument.Parse(nested);
            Assert.That(text, Is.EqualTo(Once(document.RootElement)), $"{nested} {TestSeed.Hint}");
            shorter += text.Length < nested.Length ? 1 : 0;
        }

        Assert.That(shorter, Is.GreaterThan(100), "no name came twice");
    }

    [TestCase(999, true)]
    [TestCase(1000, false)]
    public void NestedValues_AsDeepAsFlinks_AreRead(int depth, bool isRead)
    {
        string nested = new string('[', depth) + new string(']', depth);
        string row = Rows.ReadText(Table, Encoding.UTF8.GetBytes($"{{\"s\":{nested},\"i\":1}}")).Single();
        Assert.That(row, isRead ? Is.EqualTo($"+I[{nested}, 1]") : Does.StartWith("!Malformed"));
    }

    private static string Doubled(SplitMix64 numbers, int depth)
    {
        string[] names = ["a", "b", "\\u0061", "", "c\\n", "a long one"];
        IEnumerable<string> members = Enumerable.Range(0, numbers.Below(6)).Select(_ =>
            $"\"{names[numbers.Below(names.Length)]}\":{(depth > 0 ? Doubled(numbers, depth - 1) : "0")}");
        return numbers.Below(3) == 0 ? $"{numbers.Below(1000)}" : $"{{{string.Join(',', members.ToArray())}}}";
    }

    private static string Once(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return $"[{string.Join(',', element.EnumerateArray().Select(Once))}]";
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return element.GetRawText();
        }

        var values = new List<KeyValuePair<string, string>>();
        foreach (JsonProperty member in element.EnumerateObject())
        {
            var value = new KeyValuePair<string, string>(member.Name, Once(member.Value));
            int earlier = values.FindIndex(v => v.Key == member.Name);
            if (earlier < 0)
            {
                values.Add(value);
            }
            else
            {
                values[earlier] = value;
            }
        }

        return $"{{{string.Join(',', values.Select(static v => $"\"{v.Key.Replace("\n", "\\n")}\":{v.Value}"))}}}";
    }

    private static bool IsObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 200 });
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonNode? Node(SplitMix64 numbers, int depth) => numbers.Below(depth > 0 ? 8 : 6) switch
    {
        0 => null,
        1 => numbers.Below(2) == 0,
        2 => numbers.Between(-1000, 1000),
        3 => numbers.Between(-1000, 1000) / 8.0,
        4 => Text(numbers),
        5 => string.Empty,
        6 => new JsonArray([.. Enumerable.Range(0, numbers.Below(4)).Select(_ => Node(numbers, depth - 1))]),
        _ => new JsonObject(Enumerable.Range(0, numbers.Below(4)).Select(i =>
            new KeyValuePair<string, JsonNode?>($"{Text(numbers)}{i}", Node(numbers, depth - 1)))),
    };

    private static string Text(SplitMix64 numbers)
    {
        string[] pieces =
        [
            "a", "\"", "\\", "/", "\n", "\t", "\u0001", "\u00e9", "\ud83d\ude00", "<", "{", "}", ",", "\u2028",
        ];
        int length = numbers.Below(8);
        return string.Concat(Enumerable.Range(0, length).Select(_ => pieces[numbers.Below(pieces.Length)]));
    }
}
