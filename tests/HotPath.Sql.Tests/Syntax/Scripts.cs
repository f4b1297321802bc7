using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Syntax;

/// <summary>What the parser's tests share: parsing one text, and finding the cases beside the repository.</summary>
internal static class Scripts
{
    private static readonly Dictionary<string, string> None = [];

    public static ParsedScript Parse(string text, Dictionary<string, string>? variables = null) =>
        SqlParser.Parse([new ScriptText("s.sql", text)], variables ?? None);

    /// <summary>Parses a script that must be good.</summary>
    public static IReadOnlyList<SqlStatement> Good(string text)
    {
        ParsedScript parsed = Parse(text);
        Assert.That(parsed.Diagnostics.Select(d => d.ToString()), Is.Empty, text);
        return parsed.Statements;
    }

    public static T One<T>(string text)
        where T : SqlStatement
    {
        IReadOnlyList<SqlStatement> statements = Good(text);
        Assert.That(statements, Has.Count.EqualTo(1));
        return (T)statements[0];
    }

    public static SqlExpression Expression(string text) =>
        One<SelectStatement>($"SELECT {text} FROM t").Query.Items[0].Expression;

    public static string ExpressionText(string text) => AstText.Of(Expression(text));

    /// <summary>Diagnostics as <c>line:column word | message</c>.</summary>
    public static string[] Complaints(string text) =>
        [.. Parse(text).Diagnostics.Select(d => string.Create(
            CultureInfo.InvariantCulture,
            $"{d.Place.Line}:{d.Place.Column} {d.Word} | {d.Message}"))];

    /// <summary>The folder of shared specifications and cases, or the test is skipped with the reason.</summary>
    public static string Shared()
    {
        string? named = Environment.GetEnvironmentVariable("HOTPATH_SHARED");
        if (!string.IsNullOrEmpty(named))
        {
            return named;
        }

        for (DirectoryInfo? at = new(TestContext.CurrentContext.TestDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "..", "shared");
            if (File.Exists(Path.Combine(at.FullName, "HotPath.sln")) && Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        Assert.Ignore("the folder shared is not beside the repository; name it in HOTPATH_SHARED");
        return string.Empty;
    }

    /// <summary>All scripts of the shared cases in a fixed order.</summary>
    public static string[] SharedScripts()
    {
        string shared = Shared();
        string[] folders = ["golden/sql", "golden/sql-random", "golden/nexmark", "data/gmerch-2016-08/sql"];
        string[] files = [.. folders.SelectMany(folder =>
            Directory.GetFiles(Path.Combine(shared, folder), "*.sql", SearchOption.AllDirectories))];
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }
}
