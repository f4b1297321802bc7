using System;
using System.Collections.Frozen;
using System.Collections.Generic;

namespace HotPath.Sql.Parsing;

/// <summary>What is Flink's and outside the dialect so far: which word gives it away, and what it is called.</summary>
internal static class UnsupportedSyntax
{
    private const string ProcessingTime = "the processing time of a window; use PROCTIME()";

    private static readonly FrozenDictionary<string, string> Statements = Table(
        ("ADD", "ADD JAR"),
        ("ALTER", "ALTER"),
        ("ANALYZE", "ANALYZE TABLE"),
        ("CALL", "CALL (procedures)"),
        ("COMPILE", "COMPILE PLAN"),
        ("DELETE", "DELETE"),
        ("DESC", "DESCRIBE"),
        ("DESCRIBE", "DESCRIBE"),
        ("DROP", "DROP"),
        ("EXPLAIN", "EXPLAIN; use the command hotpath explain"),
        ("LOAD", "LOAD MODULE"),
        ("MERGE", "MERGE"),
        ("REMOVE", "REMOVE JAR"),
        ("REPLACE", "REPLACE TABLE"),
        ("RESET", "RESET"),
        ("SHOW", "SHOW"),
        ("STOP", "STOP JOB"),
        ("TRUNCATE", "TRUNCATE"),
        ("UNLOAD", "UNLOAD MODULE"),
        ("UPDATE", "UPDATE"),
        ("UPSERT", "UPSERT"),
        ("USE", "USE"));

    private static readonly FrozenDictionary<string, string> Functions = Table(
        ("GROUP_ID", "GROUP_ID; use GROUPING_ID"),
        ("TUMBLE_PROCTIME", ProcessingTime),
        ("HOP_PROCTIME", ProcessingTime),
        ("SESSION_PROCTIME", ProcessingTime),
        ("MATCH_ROWTIME", "MATCH_RECOGNIZE"),
        ("MATCH_PROCTIME", "MATCH_RECOGNIZE"));

    /// <summary>The name of a statement that is refused.</summary>
    /// <param name="word">Its first word in upper case.</param>
    /// <returns>The name, or null.</returns>
    public static string? OfStatement(string word) => Statements.GetValueOrDefault(word);

    /// <summary>The name of what a call gives away.</summary>
    /// <param name="name">Function name in upper case.</param>
    /// <returns>The name, or null.</returns>
    public static string? OfFunction(string name) => Functions.GetValueOrDefault(name);

    private static FrozenDictionary<string, string> Table(params (string Word, string Name)[] rows)
    {
        Dictionary<string, string> table = new(StringComparer.Ordinal);
        foreach ((string word, string name) in rows)
        {
            table.Add(word, name);
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
