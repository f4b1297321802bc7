using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.RegularExpressions;
using HotPath.Conformance.Cases;
using HotPath.Conformance.Levels;

namespace HotPath.Conformance.Nexmark;

/// <summary>A query of the Nexmark folder with its schema and the answers of a real Flink.</summary>
/// <param name="Name">Name of the query, such as q5.</param>
/// <param name="Script">What of the schema it needs, and the query.</param>
/// <param name="Expectation">Final rows and, where they are prescribed, changes.</param>
/// <remarks>Source: golden/nexmark/README.md.</remarks>
public sealed partial record NexmarkCase(string Name, string Script, Expectation Expectation)
{
    // By what the changes of a query keep their order; the README says "per key".
    private static readonly Dictionary<string, string[]> Keys = new(StringComparer.Ordinal)
    {
        ["q15"] = ["day"],
        ["q16"] = ["channel", "day"],
        ["q17"] = ["auction", "day"],
        ["q18"] = ["auction", "bidder"],
        ["q19"] = ["auction"],
    };

    /// <summary>Reads all queries that have an answer.</summary>
    /// <param name="folder">The folder with queries, answers and schema-csv.sql.</param>
    /// <returns>The cases, in the order of the answers' index.</returns>
    /// <exception cref="FormatException">A file does not follow the README.</exception>
    public static IReadOnlyList<NexmarkCase> ReadAll(string folder)
    {
        string schema = File.ReadAllText(Path.Combine(folder, "schema-csv.sql"));
        IReadOnlyList<string[]> index = CsvText.Parse(File.ReadAllText(Path.Combine(folder, "answers", "index.csv")));
        int levels = Array.IndexOf(index[0], "levels");
        return [.. index.Skip(1).Select(line => Read(folder, schema, line[0], line[levels]))];
    }

    private static NexmarkCase Read(string folder, string schema, string name, string levels)
    {
        string query = File.ReadAllText(Path.Combine(folder, "queries", name + ".sql"));
        IReadOnlyList<string[]> final = Unzip(Path.Combine(folder, "answers", name + ".final.csv.gz"));
        IReadOnlyList<string[]> changes = levels.Contains('C', StringComparison.Ordinal)
            ? Unzip(Path.Combine(folder, "answers", name + ".changes.csv.gz"))
            : [[]];
        var expectation = new Expectation(
            final[0],
            [.. changes.Skip(1).Select(static change => new Change(0, change[0], change[1..]))],
            [.. final.Skip(1)],
            new LevelSet(levels, Keys.GetValueOrDefault(name) ?? []));
        return new NexmarkCase(name, Needed(schema, query) + query, expectation);
    }

    // Every statement of the schema but tables and functions that neither the query nor a view names.
    private static string Needed(string schema, string query)
    {
        string[] statements = [.. Statement().Matches(schema).Select(static match => match.Value)];
        string views = string.Concat(statements.Where(static s => s.Contains(" VIEW ", StringComparison.Ordinal)));
        return string.Concat(statements.Where(statement =>
            Declared().Match(statement) is not { Success: true } declared
            || Regex.IsMatch(views + query, $@"\b{declared.Groups[1].Value}\b")));
    }

    private static IReadOnlyList<string[]> Unzip(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return CsvText.Parse(reader.ReadToEnd());
    }

    [GeneratedRegex(@"[^;]*;\n")]
    private static partial Regex Statement();

    [GeneratedRegex(@"CREATE (?:TEMPORARY )?(?:TABLE|FUNCTION) (\w+)")]
    private static partial Regex Declared();
}
