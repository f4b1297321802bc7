using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Conformance.Levels;

/// <summary>
/// What of an expectation is prescribed. F: final multiset. N: net change of every input line. C: multiset of changes.
/// T: changes with their line. K: order of changes per key.
/// </summary>
/// <param name="Letters">Prescribed levels in the order they are checked.</param>
/// <param name="KeyColumns">Key of level K by column name; empty for one key over the whole result.</param>
/// <remarks>Source: golden/sql/README.md, "Levels".</remarks>
public sealed record LevelSet(string Letters, IReadOnlyList<string> KeyColumns)
{
    private const string Known = "FNCTK";

    /// <summary>What holds for a case whose notes say nothing.</summary>
    public static readonly LevelSet Default = new("FNCT", []);

    /// <summary>Reads the line <c>Levels: F C T; K by a, b</c> out of a case's notes.</summary>
    /// <param name="notes">Text of notes.md.</param>
    /// <returns>The prescribed levels.</returns>
    /// <exception cref="FormatException">The line names a level that does not exist.</exception>
    public static LevelSet FromNotes(string notes)
    {
        ArgumentNullException.ThrowIfNull(notes);
        string? line = notes.Split('\n').FirstOrDefault(l => l.StartsWith("levels:", StringComparison.OrdinalIgnoreCase));
        return line is null ? Default : Parse(line["levels:".Length..]);
    }

    /// <summary>The levels as notes write them.</summary>
    /// <returns>For example <c>F C T; K by a, b</c>.</returns>
    public override string ToString()
    {
        string plain = string.Join(' ', Letters.Where(l => l != 'K'));
        string by = KeyColumns.Count == 0 ? string.Empty : " by " + string.Join(", ", KeyColumns);
        return Letters.Contains('K', StringComparison.Ordinal) ? $"{plain}; K{by}" : plain;
    }

    private static LevelSet Parse(string text)
    {
        string[] parts = text.Split('.')[0].Split(';', 2);
        string letters = string.Concat(parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim()));
        string[] keys = [];
        if (parts.Length == 2)
        {
            string[] key = parts[1].Trim().Split(" by ", 2);
            letters += key[0].Trim();
            keys = key.Length == 1 ? [] : key[1].Split(',', StringSplitOptions.TrimEntries);
        }

        return letters.Length > 0 && letters.All(l => Known.Contains(l, StringComparison.Ordinal))
            ? new LevelSet(letters, keys)
            : throw new FormatException($"'{text.Trim()}' names no levels out of F N C T K");
    }
}
