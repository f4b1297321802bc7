using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using HotPath.Sql.Tests.Functions;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Documentation;

/// <summary>The tables and examples of docs/dialect.md and, behind it, docs/functions.md, in the form that its head describes.</summary>
internal static class DialectPage
{
    private static readonly Regex Marked = new(
        @"<!-- (table|example|refused): ([\w-]+)(?:; tables: ([\w ]+))? -->\n"
        + @"```sql\n(.*?)```\n```(?:csv|text)\n(.*?)```",
        RegexOptions.Singleline);

    public static string Text { get; } = File.ReadAllText(Path.Combine(Root(), "docs", "dialect.md"))
        + File.ReadAllText(Path.Combine(Root(), "docs", "functions.md"));

    public static IReadOnlyList<Example> Blocks { get; } =
    [
        .. Marked.Matches(Text).Select(match => new Example(
            match.Groups[1].Value,
            match.Groups[2].Value,
            match.Groups[3].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            match.Groups[4].Value.Replace("${FUNCTIONS}", FunctionAssembly.Examples, StringComparison.Ordinal),
            match.Groups[5].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))),
    ];

    public static Example Named(string kind, string name) =>
        Blocks.Single(block => block.Kind == kind && block.Name == name);

    private static string Root()
    {
        DirectoryInfo? at = new(TestContext.CurrentContext.TestDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "HotPath.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new DirectoryNotFoundException("HotPath.sln is not above the test's folder");
    }

    /// <param name="Kind">table, example or refused.</param>
    /// <param name="Name">Name.</param>
    /// <param name="Tables">Tables that the script stands on.</param>
    /// <param name="Sql">The script.</param>
    /// <param name="Lines">Rows of a table, answer of an example with its header, or messages.</param>
    internal sealed record Example(
        string Kind,
        string Name,
        IReadOnlyList<string> Tables,
        string Sql,
        IReadOnlyList<string> Lines)
    {
        public override string ToString() => Name;
    }
}
