using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Conformance.Levels;

namespace HotPath.Conformance.Cases;

/// <summary>A case folder: query, input in arrival order, expectation.</summary>
/// <param name="Name">Folder name.</param>
/// <param name="Script">Text of query.sql.</param>
/// <param name="Header">First line of input.csv.</param>
/// <param name="Lines">Data lines of input.csv in arrival order; line n of an expectation is element n - 1.</param>
/// <param name="Expectation">What is expected.</param>
/// <remarks>Source: golden/sql/README.md.</remarks>
public sealed record ConformanceCase(
    string Name, string Script, string Header, IReadOnlyList<string> Lines, Expectation Expectation)
{
    /// <summary>Name of the script in messages.</summary>
    public const string ScriptName = "query.sql";

    /// <summary>Every case folder under a folder, in ordinal name order; the folder itself if it is one.</summary>
    /// <param name="folder">Folder to look in.</param>
    /// <returns>Paths of folders that hold a query.sql.</returns>
    public static IReadOnlyList<string> FindFolders(string folder) =>
        [.. Directory.EnumerateFiles(folder, ScriptName, SearchOption.AllDirectories)
            .Select(f => Path.GetDirectoryName(f)!)
            .Order(StringComparer.Ordinal)];

    /// <summary>Reads a case.</summary>
    /// <param name="folder">Its folder.</param>
    /// <returns>The case.</returns>
    /// <exception cref="FormatException">A file does not follow the format.</exception>
    /// <exception cref="IOException">A file is missing.</exception>
    public static ConformanceCase Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string finalPath = Path.Combine(folder, "expected_final.csv");
        string[] lines = File.ReadAllText(Path.Combine(folder, "input.csv"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || lines[0][0] != '#')
        {
            throw new FormatException("input.csv does not begin with a # line of column names");
        }

        return new ConformanceCase(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)),
            File.ReadAllText(Path.Combine(folder, ScriptName)),
            lines[0],
            lines[1..],
            Expectation.Parse(
                File.ReadAllText(Path.Combine(folder, "expected.csv")),
                File.Exists(finalPath) ? File.ReadAllText(finalPath) : null,
                File.ReadAllText(Path.Combine(folder, "notes.md"))));
    }

    /// <summary>Line numbers, from 1, that a table over <c>${INPUT}</c> or <c>${INPUT:X}</c> reads.</summary>
    /// <param name="selector">X, or <see langword="null"/> for all.</param>
    /// <returns>Line numbers in arrival order.</returns>
    public IReadOnlyList<int> LinesFor(string? selector) =>
        [.. Enumerable.Range(1, Lines.Count)
            .Where(n => selector is null || Lines[n - 1].StartsWith(selector + ",", StringComparison.Ordinal))];

    /// <summary>Content of the file that a table over <c>${INPUT}</c> or <c>${INPUT:X}</c> reads.</summary>
    /// <param name="selector">X, or <see langword="null"/> for all.</param>
    /// <returns>Header and lines; without their first column when a selector is given.</returns>
    public string InputText(string? selector)
    {
        IEnumerable<string> lines = LinesFor(selector).Select(n => Lines[n - 1]).Prepend(Header);
        return string.Concat(lines.Select(l => (selector is null ? l : WithoutFirst(l)) + "\n"));
    }

    private static string WithoutFirst(string line)
    {
        string rest = line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..];
        return line[0] == '#' ? "#" + rest : rest;
    }
}
