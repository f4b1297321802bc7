using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Conformance.Cases;

namespace HotPath.Conformance.Levels;

/// <summary>What a case expects: its columns, its changes, its final rows where they are given apart, and its
/// levels.</summary>
/// <param name="Columns">Column names of the result; <c>sink</c> and <c>row</c> for several INSERTs.</param>
/// <param name="Changes">Expected changes in file order.</param>
/// <param name="Final">Expected final rows, or <see langword="null"/> when they follow from the changes.</param>
/// <param name="Levels">What of it is prescribed.</param>
public sealed record Expectation(
    IReadOnlyList<string> Columns,
    IReadOnlyList<Change> Changes,
    IReadOnlyList<IReadOnlyList<string>>? Final,
    LevelSet Levels)
{
    /// <summary>Whether rows carry the name of their INSERT's table in front, and columns have no names of their
    /// own.</summary>
    public bool IsStatementSet => Columns.Count == 2 && Columns[0] == "sink" && Columns[1] == "row";

    /// <summary>Reads the files of a case.</summary>
    /// <param name="expectedCsv">Text of expected.csv.</param>
    /// <param name="finalCsv">Text of expected_final.csv, or <see langword="null"/>.</param>
    /// <param name="notes">Text of notes.md.</param>
    /// <returns>The expectation.</returns>
    /// <exception cref="FormatException">A file does not follow golden/sql/README.md.</exception>
    public static Expectation Parse(string expectedCsv, string? finalCsv, string notes)
    {
        IReadOnlyList<string[]> records = CsvText.Parse(expectedCsv);
        if (records.Count == 0 || records[0].Length < 3 || records[0][0] != "after_line" || records[0][1] != "op")
        {
            throw new FormatException("expected.csv does not begin with after_line,op");
        }

        string[] columns = records[0][2..];
        Change[] changes = [.. records.Skip(1).Select(ParseChange)];
        IReadOnlyList<IReadOnlyList<string>>? final = finalCsv is null ? null : [.. CsvText.Parse(finalCsv).Skip(1)];
        return new Expectation(columns, changes, final, LevelSet.FromNotes(notes));
    }

    /// <summary>Index of a column named as a key of level K.</summary>
    /// <param name="name">Name, exactly.</param>
    /// <returns>The index.</returns>
    /// <exception cref="FormatException">There is no such column.</exception>
    public int ColumnIndex(string name)
    {
        int index = Columns.ToList().IndexOf(name);
        return index >= 0
            ? index
            : throw new FormatException($"level K names column '{name}', the result has {string.Join(", ", Columns)}");
    }

    private static Change ParseChange(string[] record)
    {
        long line = record[0] == "EOF" ? Change.EndOfInput : long.Parse(record[0], CultureInfo.InvariantCulture);
        return record[1] is "+I" or "-U" or "+U" or "-D"
            ? new Change(line, record[1], record[2..])
            : throw new FormatException($"'{record[1]}' is not +I, -U, +U or -D");
    }
}
