using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Syntax;

[TestFixture]
public sealed class FuzzTests
{
    private const int Rounds = 2500;

    private static readonly string[] Fragments =
    [
        "(", ")", "'", "`", ";", "/*", "*/", "--", ",", "[", "]", "<", ">", "=>", "*", "${X}", "${", "\n", "\0", "1e",
        ".5", "SELECT", "FROM", "CASE", "END", "BEGIN", "NOT", "BETWEEN", "AND", "INTERVAL", "OVER", "TABLE", "WITH",
        "AS",
        "ROW<", "LATERAL", "GROUP BY (", "\ud83d", "\ufeff", "EXECUTE STATEMENT SET", "MATCH_RECOGNIZE (",
        "/*+ OPTIONS('a'='b') */", "IN (SELECT",
    ];

    [Test]
    public void Parse_MutatedScripts_NeverThrowAndAlwaysComplainInPlace()
    {
        ulong seed = Seed();
        string[] scripts = [.. Scripts.SharedScripts().Select(File.ReadAllText)];
        SplitMix random = new(seed);
        for (int round = 0; round < Rounds; round++)
        {
            string text = scripts[random.Next(scripts.Length)];
            for (int i = random.Next(4); i >= 0; i--)
            {
                text = Mutate(text, random, scripts);
            }

            Check(text, seed, round);
        }
    }

    [Test]
    public void Parse_RandomFragments_NeverThrow()
    {
        ulong seed = Seed();
        SplitMix random = new(seed);
        for (int round = 0; round < Rounds; round++)
        {
            int count = random.Next(40);
            string[] pieces = [.. Enumerable.Repeat(0, count).Select(_ => Fragments[random.Next(Fragments.Length)])];
            Check(string.Join(' ', pieces), seed, round);
        }
    }

    [TestCase("SELECT {0} FROM t", "(", 100_000)]
    [TestCase("SELECT {0}a FROM t", "- ")]
    [TestCase("SELECT {0}a FROM t", "NOT ")]
    [TestCase("SELECT a{0} FROM t", " + 1")]
    [TestCase("SELECT a{0} FROM t", " || (1 ")]
    [TestCase("SELECT a{0} FROM t", " IS NULL")]
    [TestCase("SELECT a{0} FROM t", "[1]")]
    [TestCase("SELECT {0}", "f(")]
    [TestCase("SELECT {0}", "CASE WHEN ")]
    [TestCase("SELECT {0}", "CAST(")]
    [TestCase("SELECT {0}", "ARRAY[")]
    [TestCase("SELECT * FROM {0}", "(")]
    [TestCase("SELECT * FROM {0}", "(SELECT * FROM ")]
    [TestCase("SELECT * FROM {0}", "LATERAL ")]
    [TestCase("SELECT * FROM {0}", "a JOIN ")]
    [TestCase("SELECT * FROM t GROUP BY {0}", "(a, ")]
    [TestCase("{0}", "(")]
    [TestCase("{0}", "BEGIN STATEMENT SET ")]
    [TestCase("{0}", "WITH a AS (")]
    [TestCase("CREATE TABLE t (a {0}", "ROW<a ")]
    [TestCase("CREATE TABLE t (a {0}", "ARRAY<")]
    [TestCase("CREATE TABLE t (a {0}", "ROW(a ")]
    public void Parse_VeryDeepText_IsADiagnosticOnASmallStack(string form, string piece, int pieces = 20_000)
    {
        string text = form.Replace("{0}", string.Concat(Enumerable.Repeat(piece, pieces)));
        IReadOnlyList<Diagnostic> found = [];
        Thread small = new(() => found = Scripts.Parse(text).Diagnostics, 768 * 1024);
        small.Start();
        small.Join();
        Assert.That(found, Is.Not.Empty);
    }

    private static string Mutate(string text, SplitMix random, string[] scripts)
    {
        int at = random.Next(text.Length + 1);
        int length = Math.Min(random.Next(12), text.Length - at);
        string other = scripts[random.Next(scripts.Length)];
        int from = random.Next(other.Length);
        return random.Next(5) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, Fragments[random.Next(Fragments.Length)]),
            2 => text[..at],
            3 => text.Insert(at, other.Substring(from, Math.Min(random.Next(60), other.Length - from))),
            _ => text.Remove(at, length).Insert(at, ((char)(32 + random.Next(96))).ToString()),
        };
    }

    private static void Check(string text, ulong seed, int round)
    {
        string replay = $"replay with HOTPATH_SEED={seed}, round {round}:\n{text}";
        ParsedScript parsed;
        try
        {
            parsed = Scripts.Parse(text);
        }
        catch (Exception e) when (e is not AssertionException)
        {
            Assert.Fail($"{e}\n{replay}");
            return;
        }

        int lines = text.Count(c => c == '\n') + 1;
        foreach (Diagnostic found in parsed.Diagnostics)
        {
            Assert.That(found.Place.Line, Is.InRange(1, lines), replay);
            Assert.That(found.Place.Column, Is.GreaterThan(0), replay);
            Assert.That(found.Message, Is.Not.Empty, replay);
        }
    }

    private static ulong Seed()
    {
        string? given = Environment.GetEnvironmentVariable("HOTPATH_SEED");
        return ulong.TryParse(given, CultureInfo.InvariantCulture, out ulong seed) ? seed : 20_161_123;
    }
}
